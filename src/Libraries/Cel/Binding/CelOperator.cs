using Zot.Cel.Values;

namespace Zot.Cel.Binding;

/// <summary>A binary operator on values that are not errors.</summary>
internal delegate CelValue CelOperator(CelFrame frame, CelValue left, CelValue right);
