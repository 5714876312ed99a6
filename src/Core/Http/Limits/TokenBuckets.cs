using System.Collections.Concurrent;

namespace Zot.Http.Limits;

/// <summary>A token bucket per client and path, which limits the request rate and the burst size.</summary>
/// <remarks>
/// A bucket is full after one second without requests, and a full bucket is equivalent to a new one. It is then
/// removed, so memory is bounded by the clients of the last second. Beyond <see cref="MaxBuckets"/>, new clients share
/// one bucket.
/// </remarks>
internal sealed class TokenBuckets(int rate, TimeProvider time)
{
    /// <summary>The maximum number of buckets.</summary>
    public const int MaxBuckets = 64 * 1024;

    private readonly ConcurrentDictionary<ClientKey, Bucket> _buckets = new();
    private readonly Bucket _shared = new(rate, time.GetTimestamp());
    private readonly Lock _sweep = new();
    private long _swept = time.GetTimestamp();

    /// <summary>The number of requests per second, and the burst size; at least one.</summary>
    public int Rate => rate;

    /// <summary>The current number of buckets.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes a token if one is available.</summary>
    /// <param name="client">The client and path.</param>
    /// <param name="remaining">The number of tokens left.</param>
    public bool TryTake(ClientKey client, out int remaining)
    {
        var now = time.GetTimestamp();
        Sweep(now);
        if (!_buckets.TryGetValue(client, out var bucket))
        {
            bucket = _buckets.Count < MaxBuckets ? _buckets.GetOrAdd(client, new Bucket(rate, now)) : _shared;
        }

        return bucket.TryTake(rate, now, time, out remaining);
    }

    private void Sweep(long now)
    {
        if (time.GetElapsedTime(Volatile.Read(ref _swept), now) < TimeSpan.FromSeconds(1) || !_sweep.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _swept, now);
            foreach (var (client, bucket) in _buckets)
            {
                if (bucket.IsFull(now, time))
                {
                    _buckets.TryRemove(client, out _);
                }
            }
        }
        finally
        {
            _sweep.Exit();
        }
    }

    private sealed class Bucket(int capacity, long now)
    {
        private readonly Lock _gate = new();
        private double _tokens = capacity;
        private long _filled = now;

        public bool TryTake(int rate, long now, TimeProvider time, out int remaining)
        {
            lock (_gate)
            {
                if (now > _filled)
                {
                    _tokens = Math.Min(rate, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * rate));
                    _filled = now;
                }

                var taken = _tokens >= 1;
                _tokens -= taken ? 1 : 0;
                remaining = (int)_tokens;
                return taken;
            }
        }

        public bool IsFull(long now, TimeProvider time)
        {
            lock (_gate)
            {
                return time.GetElapsedTime(_filled, now) >= TimeSpan.FromSeconds(1);
            }
        }
    }
}
