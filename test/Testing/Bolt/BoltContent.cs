using System.Text;

namespace Zot.Testing.Bolt;

/// <summary>The content of a bucket to write: keys with bytes or nested buckets.</summary>
public sealed class BoltContent
{
    private readonly SortedDictionary<byte[], object> _entries = new(Comparer<byte[]>.Create(static (one, other) => one.AsSpan().SequenceCompareTo(other)));

    /// <summary>The keys in order; a value is an array of bytes, or a bucket.</summary>
    public IEnumerable<(byte[] Key, object Value)> Entries => _entries.Select(static entry => (entry.Key, entry.Value));

    public BoltContent Add(byte[] key, byte[] value)
    {
        _entries[key] = value;
        return this;
    }

    public BoltContent Add(string key, byte[] value) => Add(Encoding.UTF8.GetBytes(key), value);

    public BoltContent Add(string key, string value) => Add(key, Encoding.UTF8.GetBytes(value));

    /// <summary>Returns a nested bucket, which is created if it does not exist.</summary>
    public BoltContent Bucket(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        if (!_entries.TryGetValue(bytes, out var bucket))
        {
            _entries[bytes] = bucket = new BoltContent();
        }

        return (BoltContent)bucket;
    }
}
