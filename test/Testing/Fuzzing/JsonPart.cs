namespace Zot.Testing.Fuzzing;

/// <summary>A value within a JSON text, by its place in the bytes.</summary>
/// <param name="Name">The first byte of the name of a member; that of the value for an element of an array.</param>
/// <param name="Start">The first byte of the value.</param>
/// <param name="End">The byte after the value.</param>
internal readonly record struct JsonPart(int Name, int Start, int End)
{
    /// <summary>Gets a value indicating whether it is a member of an object.</summary>
    public bool IsMember => Name < Start;
}
