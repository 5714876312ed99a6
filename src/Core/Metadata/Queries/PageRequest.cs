namespace Zot.Metadata.Queries;

/// <summary>A part of a list.</summary>
/// <param name="Offset">The number of items to skip.</param>
/// <param name="Count">The number of items.</param>
public readonly record struct PageRequest(int Offset, int Count)
{
    /// <summary>The whole list.</summary>
    public static readonly PageRequest All = new(0, int.MaxValue);
}
