#if EXT_EVENTS
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>Makes the sinks of a configuration: each a filter, around a retrier with a breaker, around what sends.</summary>
internal sealed class SinkFactory(ZotOptions zot, IServiceProvider services)
{
    // zot's figures for a whole attempt over HTTP, and its breaker's none: ours rests after as many as distribution's.
    private static readonly TimeSpan HttpTimeout = TimeSpan.FromSeconds(30);
    private static readonly RetryPolicy Patient = new(Threshold: 10, Backoff: TimeSpan.FromSeconds(1));

    private readonly ILoggerFactory _loggers = services.GetRequiredService<ILoggerFactory>();
    private readonly TimeProvider _time = services.GetRequiredService<TimeProvider>();
    private readonly Random _random = new();

    /// <summary>What the sinks of a configuration want to know.</summary>
    public static EventInterest InterestOf(EventsOptions options)
    {
        var notifies = options.Notifications?.Endpoints.Any(static endpoint => !endpoint.Disabled) ?? false;
        return new EventInterest(Blobs: notifies, Pulls: notifies, HeadsArePulls: false);
    }

    /// <summary>Makes the queues.</summary>
    public async Task<IReadOnlyList<SinkQueue>> CreateAsync(IEventJournal journal, CancellationToken cancellationToken)
    {
        var events = zot.Extensions.Events!;
        var queues = new List<SinkQueue>();
        foreach (var options in events.Sinks)
        {
            queues.Add(Queue(NameOf(options), await CreateAsync(options, cancellationToken), journal));
        }

        var source = new NotificationSource($"{Environment.MachineName}:{zot.Http.Port}", Guid.NewGuid().ToString());
        foreach (var options in events.Notifications?.Endpoints.Where(static endpoint => !endpoint.Disabled) ?? [])
        {
            queues.Add(Queue(options.Name, Create(options, source), journal));
        }

        return queues;
    }

    private static string NameOf(EventSinkOptions options)
    {
        if (options.Name.Length > 0)
        {
            return options.Name;
        }

        var address = new UriBuilder(options.Address) { UserName = "", Password = "" }.Uri;
        return $"{options.Type} {address.GetLeftPart(UriPartial.Path)} {options.Channel}".TrimEnd();
    }

    private Task<IEventSink> CreateAsync(EventSinkOptions options, CancellationToken cancellationToken)
    {
        var name = NameOf(options);
        cancellationToken.ThrowIfCancellationRequested();
        var timeout = options.Timeout > TimeSpan.Zero ? options.Timeout : HttpTimeout;
        var format = new CloudEventHttpFormat(options.Channel);
        var sink = new HttpSink(
            name, new Uri(options.Address), format, new HttpSinkHeaders(options.Headers, options.Credentials),
            HttpSinkClient.Create(timeout, options.Proxy, options.TlsConfig), _time);
        return Task.FromResult<IEventSink>(Wrap(name, sink, format.Tells, Patient));
    }

    private FilteringSink Create(NotificationEndpointOptions options, NotificationSource source)
    {
        var generation = options.Format == "distribution.v2" ? NotificationGeneration.V2 : NotificationGeneration.V1;
        var format = new NotificationFormat(generation, source);
        var ignored = options.IgnoredMediaTypes.Concat(options.Ignore.MediaTypes).ToHashSet(StringComparer.Ordinal);
        var actions = options.Ignore.Actions.ToHashSet(StringComparer.Ordinal);
        var sink = new HttpSink(
            options.Name, new Uri(options.Url), format, new HttpSinkHeaders(options.Headers, credentials: null),
            HttpSinkClient.Create(options.Timeout, proxy: null, tls: null), _time);
        return Wrap(
            options.Name, sink,
            happened => format.Tells(happened) && !NotificationFormat.IsIgnored(happened, ignored, actions),
            new RetryPolicy(options.Threshold, options.Backoff));
    }

    private FilteringSink Wrap(string name, IEventSink sink, Func<RegistryEvent, bool> isWanted, RetryPolicy policy) => new(
        new RetryingSink(name, sink, policy, new Breaker(policy, _time), _random, _time, _loggers.CreateLogger<RetryingSink>()),
        isWanted);

    private SinkQueue Queue(string name, IEventSink sink, IEventJournal journal) =>
        new(name, sink, journal, _time, _loggers.CreateLogger<SinkQueue>());
}
#endif
