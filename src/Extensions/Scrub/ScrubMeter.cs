#if EXT_SCRUB
using System.Diagnostics.Metrics;
using Zot.Metering;

namespace Zot.Extensions.Scrub;

/// <summary>The instruments of the scrub.</summary>
internal sealed class ScrubMeter
{
    private readonly Counter<long> _images;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;
    private long _found;
    private long _affected;
    private double _ended;

    /// <param name="zot">The meter of the registry, which owns the instruments.</param>
    public ScrubMeter(ZotMeter zot)
    {
        _images = zot.Meter.CreateCounter<long>("zot.scrub.images", unit: null, "Index entries checked, by result.");
        _bytes = zot.Meter.CreateCounter<long>(
            "zot.scrub.read.bytes", unit: null, "Bytes read and verified against their digests.");
        _failures =
            zot.Meter.CreateCounter<long>("zot.scrub.failures", unit: null, "Repositories that could not be scrubbed.");
        zot.Meter.CreateObservableGauge(
            "zot.scrub.affected", () => Volatile.Read(ref _affected),
            unit: null, "Affected index entries in the last completed scrub.");
        zot.Meter.CreateObservableGauge(
            "zot.scrub.last.end.seconds", () => Volatile.Read(ref _ended),
            unit: "s", "End of the last completed scrub, in seconds since 1970; 0 if none.");
    }

    /// <summary>Counts a checked entry.</summary>
    public void Count(bool isOk)
    {
        _images.Add(1, new KeyValuePair<string, object?>("status", isOk ? "ok" : "affected"));
        _found += isOk ? 0 : 1;
    }

    /// <summary>Counts bytes read.</summary>
    public void Read(int bytes) => _bytes.Add(bytes);

    /// <summary>Counts a repository that could not be scrubbed.</summary>
    public void Fail() => _failures.Add(1);

    /// <summary>Records the end of a scrub of all repositories.</summary>
    public void End(DateTimeOffset now)
    {
        Volatile.Write(ref _affected, _found);
        Volatile.Write(ref _ended, now.ToUnixTimeMilliseconds() / 1000.0);
        _found = 0;
    }
}
#endif
