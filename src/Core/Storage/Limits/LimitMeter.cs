using System.Diagnostics.Metrics;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Where limits tell what they refuse, and quotas how full they are.</summary>
internal sealed class LimitMeter
{
    internal const string Quota = "quota";
    internal const string MaxRepos = "maxRepos";
    internal const string ImmutableTags = "immutableTags";

    private readonly Counter<long>? _refused;

    /// <param name="zot">The meter of the registry; <see langword="null"/> when there is none.</param>
    /// <param name="quotas">The quotas at the moment, when there are any.</param>
    internal LimitMeter(ZotMeter? zot, Func<IEnumerable<QuotaLevel>>? quotas)
    {
        _refused = zot?.Meter.CreateCounter<long>("zot.limit.refused", unit: null, "Pushes and deletions refused, by the limit.");
        if (zot is not null && quotas is not null)
        {
            zot.Meter.CreateObservableGauge(
                "zot.quota.used.bytes", () => quotas().Select(static level => Of(level, level.Used)), unit: null,
                "What the repositories of a quota hold, and what is on its way to them.");
            zot.Meter.CreateObservableGauge(
                "zot.quota.max.bytes", () => quotas().Select(static level => Of(level, level.Max)), unit: null,
                "What the repositories of a quota may hold.");
        }
    }

    /// <summary>Something was refused.</summary>
    internal void Refuse(string limit) => _refused?.Add(1, new KeyValuePair<string, object?>("limit", limit));

    /// <summary>Does what a quota may refuse, and counts it when it does.</summary>
    internal void Watch(Action reserve)
    {
        try
        {
            reserve();
        }
        catch (RegistryException)
        {
            Refuse(Quota);
            throw;
        }
    }

    private static Measurement<long> Of(QuotaLevel level, long value) =>
        new(value, new KeyValuePair<string, object?>("quota", level.Name));
}
