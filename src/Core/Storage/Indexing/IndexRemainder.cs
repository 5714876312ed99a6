namespace Zot.Storage.Indexing;

/// <summary>What <c>index.json</c> holds besides our entries; kept as it is.</summary>
/// <param name="Members">Further members of the index, as <c>"name":value</c>.</param>
/// <param name="Descriptors">Descriptors of unknown form.</param>
internal sealed record IndexRemainder(
    IReadOnlyList<ReadOnlyMemory<byte>> Members, IReadOnlyList<ReadOnlyMemory<byte>> Descriptors)
{
    internal static IndexRemainder None { get; } = new([], []);
}
