namespace Zot.Metadata.Bolt;

/// <summary>A key of a bucket, with what it leads to. The bytes are those of a whole page: keep copies.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; of a bucket, what <see cref="BoltBucket.FindBucket"/> reads.</param>
/// <param name="IsBucket">Whether it leads to a bucket.</param>
public readonly record struct BoltEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, bool IsBucket);
