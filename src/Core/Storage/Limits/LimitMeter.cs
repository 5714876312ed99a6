using System.Diagnostics.Metrics;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Counts rejections by limits, and reports the usage of quotas.</summary>
internal sealed class LimitMeter
{
    internal const string Quota = "quota";
    internal const string MaxRepos = "maxRepos";
    internal const string ImmutableTags = "immutableTags";

    private readonly Counter<long>? _refused;

    /// <param name="zot">The meter of the registry; <see langword="null"/> to count nothing.</param>
    /// <param name="quotas">Returns the current usage of quotas; <see langword="null"/> without quotas.</param>
    internal LimitMeter(ZotMeter? zot, Func<IEnumerable<QuotaLevel>>? quotas)
    {
        _refused =
            zot?.Meter.CreateCounter<long>("zot.limit.refused", unit: null, "Pushes and deletions rejected, by limit.");
        if (zot is not null && quotas is not null)
        {
            zot.Meter.CreateObservableGauge(
                "zot.quota.used.bytes", () => quotas().Select(static level => Of(level, level.Used)), unit: null,
                "Size of the stored and incoming content of the repositories of a quota.");
            zot.Meter.CreateObservableGauge(
                "zot.quota.max.bytes", () => quotas().Select(static level => Of(level, level.Max)), unit: null,
                "Maximum size of the content of the repositories of a quota.");
        }
    }

    /// <summary>Counts a rejected request.</summary>
    internal void CountRejection(string limit) => _refused?.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>Makes a reservation, and counts it if a quota rejects it.</summary>
    internal void Watch(Action reserve)
    {
        try
        {
            reserve();
        }
        catch (RegistryException)
        {
            CountRejection(Quota);
            throw;
        }
    }

    private static Measurement<long> Of(QuotaLevel level, long value) =>
        new(value, new KeyValuePair<string, object?>("quota", level.Name));
}
