namespace Zot.Zli.Output;

/// <summary>A member of a result.</summary>
/// <param name="Name">The name in JSON; that of YAML is the same in lower case.</param>
/// <param name="Kind">The kind of the value.</param>
/// <param name="Of">The shape of an object, or of the items of a list.</param>
internal sealed record Field(string Name, FieldKind Kind = FieldKind.Text, Shape? Of = null);
