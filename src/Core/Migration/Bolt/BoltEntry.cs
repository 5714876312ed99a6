namespace Zot.Migration.Bolt;

/// <summary>An entry of a bucket. The bytes share the buffer of a whole page: copy those that are kept.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; for a bucket, the data that <see cref="BoltBucket.FindBucket"/> reads.</param>
/// <param name="IsBucket">True if the entry is a bucket.</param>
public readonly record struct BoltEntry(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value, bool IsBucket);
