namespace Zot.Storage.Indexing;

/// <summary>The content of <c>index.json</c> other than entries, preserved as it is.</summary>
/// <param name="Members">Further members of the index, as <c>"name":value</c>.</param>
/// <param name="Descriptors">Descriptors of unknown form.</param>
internal sealed record IndexRemainder(
    IReadOnlyList<ReadOnlyMemory<byte>> Members, IReadOnlyList<ReadOnlyMemory<byte>> Descriptors)
{
    internal static IndexRemainder None { get; } = new([], []);
}
