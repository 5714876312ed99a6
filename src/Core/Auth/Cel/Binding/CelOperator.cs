namespace Zot.Auth.Cel;

/// <summary>An operator between two values, neither of them an error.</summary>
internal delegate CelValue CelOperator(CelFrame frame, CelValue left, CelValue right);
