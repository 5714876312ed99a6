using System.Diagnostics.Metrics;

namespace Zot.Metering.Collecting;

/// <summary>Collects the measurements of meters from its start on.</summary>
/// <remarks>Measurements are recorded on the reporting thread without blocking. Collections are serialized.</remarks>
public sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _instrumentsLock = new();
    private readonly Lock _reading = new();
    private readonly Dictionary<Instrument, InstrumentSeries> _instruments = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isStarted;

    /// <param name="counts">Selects the meters to collect.</param>
    public MetricsCollector(Func<Meter, bool> counts)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (counts(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, series) => ((InstrumentSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, series) => ((InstrumentSeries)series!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(
            static (_, value, tags, series) => ((InstrumentSeries)series!).Record((long)value, tags));
    }

    /// <summary>Indicates whether the collector has started.</summary>
    public bool IsStarted => _started.Task.IsCompleted;

    /// <summary>Completes when the collector starts.</summary>
    public Task Started => _started.Task;

    /// <summary>Starts the collector, if it is not running.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            _listener.Start();
            _started.SetResult();
        }
    }

    /// <summary>Returns all metrics that have values, by name.</summary>
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
