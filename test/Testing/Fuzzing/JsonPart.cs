namespace Zot.Testing.Fuzzing;

/// <summary>The position of a value within a JSON text.</summary>
/// <param name="Name">The offset of the name of a member; the offset of the value for an array element.</param>
/// <param name="Start">The offset of the value.</param>
/// <param name="End">The offset after the value.</param>
internal readonly record struct JsonPart(int Name, int Start, int End)
{
    /// <summary>Indicates whether the value is a member of an object.</summary>
    public bool IsMember => Name < Start;
}
