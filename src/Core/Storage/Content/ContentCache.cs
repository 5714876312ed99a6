using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Storage.Content;

/// <summary>An in-memory cache for small, frequently requested content of repositories.</summary>
/// <remarks>
/// Bounded by size. Lock-free: an entry that was read since the last pass over the queue gets a second chance, others
/// are evicted.
/// </remarks>
internal sealed class ContentCache(long limit)
{
    private readonly ConcurrentDictionary<(RepositoryName, Digest), Cached> _contents = [];
    private readonly ConcurrentQueue<Cached> _queue = [];
    private long _size;

    internal byte[]? Find(RepositoryName repository, Digest digest)
    {
        if (!_contents.TryGetValue((repository, digest), out var cached))
        {
            return null;
        }

        cached.IsWanted = true;
        return cached.Content;
    }

    /// <summary>Adds content that no longer changes.</summary>
    internal void Add(RepositoryName repository, Digest digest, byte[] content)
    {
        var cached = new Cached((repository, digest), content);

        // One entry must not evict all others.
        if (cached.Size > limit / 16 || !_contents.TryAdd(cached.Key, cached))
        {
            return;
        }

        _queue.Enqueue(cached);
        Interlocked.Add(ref _size, cached.Size);
        while (Interlocked.Read(ref _size) > limit && _queue.TryDequeue(out var oldest))
        {
            if (oldest is { IsWanted: true, IsDropped: false })
            {
                oldest.IsWanted = false;
                _queue.Enqueue(oldest);
            }
            else
            {
                _contents.TryRemove(KeyValuePair.Create(oldest.Key, oldest));
                Interlocked.Add(ref _size, -oldest.Size);
            }
        }
    }

    internal void Drop(RepositoryName repository, Digest digest)
    {
        if (_contents.TryRemove((repository, digest), out var dropped))
        {
            dropped.IsDropped = true;
        }
    }

    private sealed class Cached((RepositoryName, Digest) key, byte[] content)
    {
        // The entry itself, its key, and its slots in the dictionary and the queue.
        private const int Overhead = 512;

        internal (RepositoryName, Digest) Key { get; } = key;

        internal byte[] Content { get; } = content;

        internal long Size => Content.Length + Overhead;

        internal bool IsWanted { get; set; }

        internal bool IsDropped { get; set; }
    }
}
