#if EXT_EVENTS
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Client.Retries;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Model;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Creates the configured sinks: each is a filter around a retrier with a breaker around a sender.</summary>
internal sealed class SinkFactory(ZotOptions zot, IServiceProvider services)
{
    // The HTTP timeout is zot's; the threshold of the breaker is that of the distribution registry.
    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(30);
    private static readonly RetryPolicy Patient = new(Threshold: 10, Backoff: TimeSpan.FromSeconds(1));

    private readonly ILoggerFactory _loggers = services.GetRequiredService<ILoggerFactory>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly EventMeter _meter = services.GetRequiredService<EventMeter>();
    private readonly SqliteJournal _journal = services.GetRequiredService<SqliteJournal>();
    private readonly Random _random = new();

    /// <summary>Returns the events that the configured sinks want.</summary>
    public static EventInterest InterestOf(EventsOptions options)
    {
        var notifies = options.Notifications?.Endpoints.Any(static endpoint => !endpoint.Disabled) ?? false;
        var asUpstream = options.Notifications?.Endpoints.Any(
            static endpoint => endpoint is { Disabled: false, IsUpstream: true }) ?? false;
        return new EventInterest(
            Blobs: notifies,
            Pulls: notifies,
            HeadsArePulls: asUpstream,
            References: options.Notifications is { Events.IncludeReferences: true });
    }

    /// <summary>The names of disabled endpoints, which keep their position in the journal.</summary>
    public IEnumerable<string> Disabled =>
        zot.Extensions.Events!.Notifications?.Endpoints.Where(static endpoint => endpoint.Disabled)
            .Select(static endpoint => endpoint.Name) ?? [];

    /// <summary>Creates the sinks.</summary>
    public async Task<IReadOnlyList<SinkHandle>> CreateAsync(CancellationToken cancellationToken)
    {
        var events = zot.Extensions.Events!;
        var sinks = new List<SinkHandle>();
        foreach (var options in events.Sinks)
        {
            sinks.Add(await CreateAsync(options, cancellationToken));
        }

        var source = new NotificationSource($"{Environment.MachineName}:{zot.Http.Port}", Guid.NewGuid().ToString());
        var endpoints = events.Notifications?.Endpoints ?? [];
        for (var index = 0; index < endpoints.Count; index++)
        {
            if (!endpoints[index].Disabled)
            {
                sinks.Add(Create(
                    new NotificationEndpoint(endpoints[index], $"extensions.events.notifications.endpoints[{index}]"),
                    source));
            }
        }

        return sinks;
    }

    private static string NameOf(EventSinkOptions options)
    {
        if (options.Name.Length > 0)
        {
            return options.Name;
        }

        // NATS accepts a list of addresses.
        var addresses = options.Address.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static address =>
                new UriBuilder(address) { UserName = "", Password = "" }.Uri.GetLeftPart(UriPartial.Path));
        return $"{options.Type} {string.Join(',', addresses)} {options.Channel}".TrimEnd();
    }

    private async Task<SinkHandle> CreateAsync(EventSinkOptions options, CancellationToken cancellationToken)
    {
        var name = NameOf(options);
        if (options.Type == "nats")
        {
            var nats = new NatsSink(name, options, _time, _loggers.CreateLogger<NatsSink>());
            await nats.StartAsync(cancellationToken);
            return Wrap(
                name,
                nats,
                static happened => CloudEventData.TypeOf(happened) is not null,
                Patient,
                new QueuePolicy(),
                WithManifests(nats));
        }

        var timeout = options.Timeout > TimeSpan.Zero ? options.Timeout : HttpTimeout;
        var format = new CloudEventHttpFormat(options.Channel);
        var sink = new HttpSink(
            name, new Uri(options.Address), format,
            new HttpSinkHeaders(options.Headers, options.Credentials), SignatureOf(options.Signing),
            new AnswerRules(),
            HttpSinkClient.Create(timeout, options.Proxy, HttpSinkClient.Tls(options.TlsConfig), _meter.Of(name)),
            _time);
        return Wrap(name, sink, format.CanFormat, Patient, new QueuePolicy(), WithManifests(sink));
    }

    private SinkHandle Create(NotificationEndpoint endpoint, NotificationSource source)
    {
        var includesReferences = zot.Extensions.Events!.Notifications!.Events.IncludeReferences;
        var format = endpoint.Format(source, includesReferences);
        var filter = endpoint.Filter();
        var options = endpoint.Options;
        var sink = new HttpSink(
            options.Name, new Uri(options.Url), format,
            new HttpSinkHeaders(options.Headers, options.Auth), SignatureOf(options.Signing),
            endpoint.Answers,
            HttpSinkClient.Create(options.Timeout, options.Proxy, endpoint.Tls(), _meter.Of(options.Name)), _time);
        return Wrap(
            options.Name, sink, happened => format.CanFormat(happened) && filter.Wants(happened),
            endpoint.Retries, endpoint.Queueing,
            includesReferences || options.Extended ? WithManifests(sink) : sink);
    }

    private WebhookSignature? SignatureOf(SigningOptions? options) =>
        options is null ? null : new WebhookSignature(options, _time);

    private ManifestSink WithManifests(IEventSink endpoint) => new(endpoint, _journal);

    private SinkHandle Wrap(
        string name,
        IEventSink endpoint,
        Func<RegistryEvent, bool> isWanted,
        RetryPolicy policy,
        QueuePolicy waiting,
        IEventSink loading)
    {
        var breaker = new CircuitBreaker(policy.Threshold, policy.Backoff, _time);
        var failure = new LastFailure(_time);
        var retrying = new RetryingSink(
            name, loading, policy, breaker, _random, _time, _loggers.CreateLogger<RetryingSink>())
        {
            Meter = _meter.Of(name),
            Failure = failure,
        };
        var filtering = new FilteringSink(retrying, isWanted);
        var queue = new SinkQueue(name, filtering, waiting, _journal, _time, _loggers.CreateLogger<SinkQueue>())
        {
            Failure = failure,
        };
        if (waiting.IsLimited)
        {
            services.GetRequiredService<Backpressure>().Watch(
                new SinkLimit(waiting, queue, _journal, _journal, _time, _loggers.CreateLogger<SinkLimit>()));
        }

        return new SinkHandle(
            queue,
            new ReplayQueue(name, filtering, _journal, _time, _loggers.CreateLogger<ReplayQueue>()),
            endpoint,
            breaker)
        {
            Failure = failure,
        };
    }
}
#endif
