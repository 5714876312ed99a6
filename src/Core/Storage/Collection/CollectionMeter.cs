using Zot.Metering;

namespace Zot.Storage.Collection;

/// <summary>Records the metrics of garbage collections.</summary>
/// <param name="meter">The meter.</param>
/// <param name="time">The clock.</param>
internal sealed class CollectionMeter(ZotMeter meter, TimeProvider time)
{
    /// <summary>Collects a repository, and records the collection whether it succeeds or fails.</summary>
    internal async Task CountAsync(CollectionRules rules, Func<Task<Collected?>> collectAsync)
    {
        var start = time.GetTimestamp();
        var hasFailed = true;
        try
        {
            var collected = await collectAsync();
            hasFailed = collected?.Fault is not null;
            if (collected is not null && !rules.IsDryRun)
            {
                meter.CountCollected("manifest", collected.Manifests.Count);
                meter.CountCollected("blob", collected.Blobs.Count);
                meter.CountCollected("upload", collected.Uploads);
            }
        }
        finally
        {
            meter.CountCollection(hasFailed, time.GetElapsedTime(start));
        }
    }
}
