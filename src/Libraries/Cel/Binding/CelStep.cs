namespace Zot.Cel;

/// <summary>Evaluates a node of an expression. Never throws: errors are values.</summary>
internal delegate CelValue CelStep(CelFrame frame);
