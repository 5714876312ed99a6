using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>
/// A function of values that are not errors; in a member call, the first is the target. Never throws.
/// </summary>
/// <returns>The value; <see langword="null"/> if the function has no overload for the arguments.</returns>
internal delegate CelValue? CelFunction(CelFrame frame, CelValue[] arguments);
