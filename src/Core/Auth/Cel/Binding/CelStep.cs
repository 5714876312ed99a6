namespace Zot.Auth.Cel;

/// <summary>A part of an expression, ready to be evaluated. Never throws: an error is a value.</summary>
internal delegate CelValue CelStep(CelFrame frame);
