namespace Zot.Auth.Cel;

/// <summary>A function of values, none of them an error; the first is the one before the dot. Never throws.</summary>
/// <returns>The value; <see langword="null"/> when the function is not for such values.</returns>
internal delegate CelValue? CelFunction(CelFrame frame, CelValue[] arguments);
