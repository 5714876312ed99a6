using System.Diagnostics.Metrics;

namespace Zot.Metering;

/// <summary>Counts what meters tell, from its start on.</summary>
/// <remarks>
/// What is told is counted without waiting, on the thread that tells it. Reading takes turns among readers, and holds up
/// nobody else.
/// </remarks>
public sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _instrumentsLock = new();
    private readonly Lock _reading = new();
    private readonly Dictionary<Instrument, InstrumentSeries> _instruments = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isStarted;

    /// <param name="counts">The meters to count.</param>
    public MetricsCollector(Func<Meter, bool> counts)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (counts(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, series) => ((InstrumentSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, series) => ((InstrumentSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, series) => ((InstrumentSeries)series!).Record((long)value, tags));
    }

    /// <summary>Whether it counts.</summary>
    public bool IsStarted => _started.Task.IsCompleted;

    /// <summary>Ends when it begins to count.</summary>
    public Task Started => _started.Task;

    /// <summary>Begins to count, if it does not yet.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _listener.Start();
            _started.SetResult();
        }
    }

    /// <summary>All metrics that have a value, by name.</summary>
    public IReadOnlyList<MetricFamily> Collect()
    {
        lock (_reading)
        {
            var all = Instruments();
            foreach (var series in all)
            {
                series.BeginRound();
            }

            _listener.RecordObservableInstruments();
            return
            [
                .. all.Select(static series => series.Read())
                    .Where(static family => family.Samples.Count > 0)
                    .OrderBy(static family => family.Name, StringComparer.Ordinal),
            ];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private InstrumentSeries Add(Instrument instrument)
    {
        lock (_instrumentsLock)
        {
            return _instruments[instrument] = new InstrumentSeries(instrument);
        }
    }

    private List<InstrumentSeries> Instruments()
    {
        lock (_instrumentsLock)
        {
            return [.. _instruments.Values];
        }
    }
}
