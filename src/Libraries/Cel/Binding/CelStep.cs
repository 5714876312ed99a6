using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>Evaluates a node of an expression. Never throws: errors are values.</summary>
internal delegate CelValue CelStep(CelFrame frame);
