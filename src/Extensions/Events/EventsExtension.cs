#if EXT_EVENTS
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Zot.Client.Commands;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Admin;
using Zot.Extensions.Events.Command;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Sinks;
using Zot.Hosting;
using Zot.Hosting.Routes;
using Zot.Hosting.Status;
using Zot.Registry;

namespace Zot.Extensions.Events;

/// <summary>Publishes registry events to other systems, from a persistent journal.</summary>
internal sealed class EventsExtension : IZotExtension
{
    // Inside the data directory; the leading underscore keeps it from being a repository name.
    private const string JournalPath = "_events/journal.db";

    public string Name => "events";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [EventsCommand.Create()];

    public void Configure(ZotBuilder zot)
    {
        ArgumentNullException.ThrowIfNull(zot);
        if (zot.Options.Extensions.Events is not { Enable: true } options
            || (options.Sinks.Count == 0 && options.Notifications is not { Endpoints.Count: > 0 }))
        {
            return;
        }

        zot.Services.AddSingleton(SinkFactory.InterestOf(options));
        zot.Services.AddSingleton<EventBridge>();
        zot.Services.AddSingleton<EventMeter>();
        zot.Services.AddSingleton<PullRecorder>();
        zot.Services.AddSingleton<IEventRecorder, EventRecorder>();
        AddJournal(zot, options);
        AddDelivery(zot);
        AddRoutes(zot);
        zot.AddLayer(RegistryLayer.Events, static (inner, services) => Wrap(inner, services));
    }

    private static void AddJournal(ZotBuilder zot, EventsOptions options)
    {
        var storage = zot.Options.Storage;
        zot.Services.AddSingleton(services => new SqliteJournal(
            zot.Data.PathOf(JournalPath),
            isDurable: storage.Commit || storage.SubPaths.Values.Any(static store => store.Commit),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<SqliteJournal>>(),
            services.GetRequiredService<EventMeter>(),
            zot.IsStorageWritable));
        zot.Services.AddSingleton<IEventJournal>(static services => services.GetRequiredService<SqliteJournal>());
        zot.Services.AddSingleton<IJournalQueries>(static services => services.GetRequiredService<SqliteJournal>());
        zot.Services.AddSingleton<IHostedService>(services => new JournalRetention(
            services.GetRequiredService<IJournalQueries>(), zot.Options,
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<JournalRetention>>()));
        zot.Services.AddSingleton(services => new Backpressure(
            options.MaxJournalBytes, services.GetRequiredService<IEventJournal>(),
            services.GetRequiredService<IJournalQueries>(),
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Backpressure>>()));
        zot.Services.AddSingleton<IHostedService>(static services => services.GetRequiredService<Backpressure>());
    }

    private static void AddDelivery(ZotBuilder zot)
    {
        zot.Services.AddSingleton(services => new SinkFactory(zot.Options, services));
        zot.Services.AddSingleton<Broadcaster>();
        zot.Services.AddSingleton<IHostedService>(static services => services.GetRequiredService<Broadcaster>());
        zot.Services.AddSingleton<IHostedService>(static services =>
        {
            var broadcaster = services.GetRequiredService<Broadcaster>();
            return new EventGauges(
                services.GetRequiredService<EventMeter>(), () => broadcaster.Sinks,
                services.GetRequiredService<IJournalQueries>(), services.GetRequiredService<TimeProvider>());
        });
        zot.Services.AddSingleton<IStatusSource>(static services =>
        {
            var broadcaster = services.GetRequiredService<Broadcaster>();
            return new EventsStatus(
                () => broadcaster.Sinks, services.GetRequiredService<IEventJournal>(),
                services.GetRequiredService<IJournalQueries>());
        });
    }

    private static void AddRoutes(ZotBuilder zot)
    {
        zot.Services.AddSingleton<EventsEndpoint>();
        zot.Services.AddSingleton<EventStream>();
        zot.AddRoute(static services => new ExtensionRoute(
            EventsEndpoint.Path, [HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete],
            services.GetRequiredService<EventsEndpoint>().HandleAsync)
        {
            Access = RouteAccess.Admins,
        });
        zot.AddRoute(static services => new ExtensionRoute(
            EventStream.Path, [HttpMethods.Get], services.GetRequiredService<EventStream>().HandleAsync)
        {
            // The stream checks read permission for each event.
            Access = RouteAccess.Admitted,
        });
    }

    private static EventingRegistry Wrap(IRegistry inner, IServiceProvider services)
    {
        var bridge = services.GetRequiredService<EventBridge>();
        var changes = new ChangeRecorder(
            services.GetRequiredService<IEventJournal>(),
            new IntentResolver(inner, bridge),
            services.GetRequiredService<Backpressure>(),
            services.GetRequiredService<ILogger<ChangeRecorder>>());
        services.GetRequiredService<Broadcaster>().RecoverFirst(changes);
        var interest = services.GetRequiredService<EventInterest>();
        var pulls = new PullSubscriber(
            inner,
            bridge,
            interest,
            services.GetRequiredService<PullRecorder>(),
            services.GetRequiredService<ILogger<PullSubscriber>>());
        services.GetRequiredService<PullFeed>().Subscribe(pulls.Handle);
        return new EventingRegistry(inner, changes, bridge, interest);
    }
}
#endif
