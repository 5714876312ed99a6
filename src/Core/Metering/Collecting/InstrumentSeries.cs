using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Zot.Metering.Collecting;

/// <summary>All series of an instrument.</summary>
/// <remarks>
/// There are at most <see cref="MaxSeries"/>: further label values share one series, whose labels all have the value
/// <see cref="Other"/>. No repository can have this name.
/// </remarks>
internal sealed class InstrumentSeries
{
    /// <summary>Ten thousand repositories are a large registry; a series takes a few hundred bytes.</summary>
    internal const int MaxSeries = 10_000;

    /// <summary>The label value of the shared series beyond the limit.</summary>
    internal const string Other = "_other";

    private readonly Instrument _instrument;
    private readonly MetricKind _kind;
    private readonly double[] _bounds;
    private readonly Func<Series> _create;
    private readonly ConcurrentDictionary<LabelValues, Series> _series = new();
    private readonly Lock _adding = new();
    private string[]? _labelNames;
    private volatile Series? _other;
    private int _round;

    internal InstrumentSeries(Instrument instrument)
    {
        _instrument = instrument;
        _bounds = InstrumentKinds.BoundsOf(instrument);
        _kind = InstrumentKinds.KindOf(instrument, _bounds);
        _create = InstrumentKinds.SeriesOf(instrument, _bounds);
    }

    internal void Record(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_instrument.IsObservable)
        {
            Observe(value, tags);
        }
        else
        {
            Find(tags).Record(value);
        }
    }

    internal void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_instrument.IsObservable)
        {
            Observe(value, tags);
        }
        else
        {
            Find(tags).Record(value);
        }
    }

    /// <summary>Starts a collection of observable instruments. Not thread-safe.</summary>
    internal void BeginRound() => _round++;

    /// <summary>
    /// Returns the collected values, and removes series of observable instruments that were not reported.
    /// </summary>
    internal MetricFamily Read()
    {
        if (_instrument.IsObservable)
        {
            Forget();
        }

        var names = Volatile.Read(ref _labelNames) ?? [];
        List<MetricSample> samples =
            [.. _series.Select(each => each.Value.Read(each.Key.ToList(names.Length)))];
        if (_other is { } other)
        {
            samples.Add(other.Read(LabelValues.Repeat(Other, names.Length).ToList(names.Length)));
        }

        samples.Sort(static (one, another) => Compare(one.LabelValues, another.LabelValues));
        return new MetricFamily(
            _instrument.Name, _kind, _instrument.Description ?? "", _instrument.Unit ?? "", names, _bounds, samples);
    }

    private static int Compare(IReadOnlyList<string> one, IReadOnlyList<string> another)
    {
        for (var i = 0; i < one.Count; i++)
        {
            if (string.CompareOrdinal(one[i], another[i]) is var order and not 0)
            {
                return order;
            }
        }

        return 0;
    }

    private void Observe(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (series.Round == _round && series is LastSeries last)
        {
            last.RecordBeside(value);
        }
        else
        {
            series.Record(value);
            series.Round = _round;
        }
    }

    private void Forget()
    {
        foreach (var each in _series.Where(each => each.Value.Round != _round))
        {
            _series.TryRemove(each);
        }

        if (_other?.Round != _round)
        {
            _other = null;
        }
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = LabelValues.Of(tags);
        return _series.TryGetValue(labels, out var series) ? series : _other ?? Add(labels, tags);
    }

    private Series Add(LabelValues labels, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if (_labelNames is null)
            {
                var names = new string[Math.Min(tags.Length, LabelValues.MaxCount)];
                for (var i = 0; i < names.Length; i++)
                {
                    names[i] = tags[i].Key;
                }

                Volatile.Write(ref _labelNames, names);
            }

            return _series.TryGetValue(labels, out var series) ? series
                : _series.Count >= MaxSeries ? _other ??= _create()
                : _series.GetOrAdd(labels, static (_, create) => create(), _create);
        }
    }
}
