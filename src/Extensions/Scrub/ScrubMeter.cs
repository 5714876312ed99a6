#if EXT_SCRUB
using System.Diagnostics.Metrics;
using Zot.Metering;

namespace Zot.Extensions.Scrub;

/// <summary>Where the search tells what it finds.</summary>
internal sealed class ScrubMeter
{
    private readonly Counter<long> _images;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _failures;
    private long _found;
    private long _affected;
    private double _ended;

    /// <param name="zot">The meter of the registry; the instruments are made there.</param>
    public ScrubMeter(ZotMeter zot)
    {
        _images = zot.Meter.CreateCounter<long>("zot.scrub.images", unit: null, "Entries of repositories that were looked at, by what was found.");
        _bytes = zot.Meter.CreateCounter<long>("zot.scrub.read.bytes", unit: null, "Bytes that were read and compared with their digests.");
        _failures = zot.Meter.CreateCounter<long>("zot.scrub.failures", unit: null, "Repositories that could not be looked at.");
        zot.Meter.CreateObservableGauge(
            "zot.scrub.affected", () => Volatile.Read(ref _affected), unit: null, "Entries of repositories that were affected in the last search that ended.");
        zot.Meter.CreateObservableGauge(
            "zot.scrub.last.end.seconds", () => Volatile.Read(ref _ended), unit: "s", "When the last search ended, in seconds since 1970; 0 before.");
    }

    /// <summary>An entry was looked at.</summary>
    public void Count(bool isOk)
    {
        _images.Add(1, new KeyValuePair<string, object?>("status", isOk ? "ok" : "affected"));
        _found += isOk ? 0 : 1;
    }

    /// <summary>Bytes were read.</summary>
    public void Read(int bytes) => _bytes.Add(bytes);

    /// <summary>A repository could not be looked at.</summary>
    public void Fail() => _failures.Add(1);

    /// <summary>All repositories have been looked at.</summary>
    public void End(DateTimeOffset now)
    {
        Volatile.Write(ref _affected, _found);
        Volatile.Write(ref _ended, now.ToUnixTimeMilliseconds() / 1000.0);
        _found = 0;
    }
}
#endif
