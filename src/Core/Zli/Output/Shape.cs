namespace Zot.Zli.Output;

/// <summary>The members of a result, in the order of the output.</summary>
/// <param name="fields">The members.</param>
internal sealed class Shape(params Field[] fields)
{
    private readonly Dictionary<string, int> _positions =
        fields.Select(static (field, position) => (field.Name, position)).ToDictionary(StringComparer.Ordinal);

    /// <summary>The members.</summary>
    public IReadOnlyList<Field> Fields => fields;

    /// <summary>Returns the position of a member.</summary>
    public int PositionOf(string name) => _positions[name];
}
