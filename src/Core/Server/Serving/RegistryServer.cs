using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Configuration.Loading;
using Zot.Configuration.Reloading;
using Zot.Configuration.Storage;
using Zot.Hosting;
using Zot.Logging;
using Zot.Metering;
using Zot.Scheduling;
using Zot.Server.Configuring;
using Zot.Server.Tls;
using Zot.Storage.Content;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Server.Serving;

/// <summary>Runs the registry from its configuration to its shutdown: the composition root.</summary>
internal static partial class RegistryServer
{
    // The image in the welcome message.
    private const string Example = "docker://docker.io/library/alpine";

    /// <summary>Runs the server until a signal stops it.</summary>
    /// <param name="path">The configuration file; <see langword="null"/> for the built-in configuration.</param>
    /// <param name="people">The writer for the welcome message of the built-in configuration.</param>
    /// <exception cref="CommandException">The server cannot be started.</exception>
    public static async Task RunAsync(string? path, TextWriter people)
    {
        var source = ConfigurationReport.Source();
        var configuration = ConfigurationReport.Load(path, source);
        ConfigurationReport.RequireServable(configuration);
        using var log = ServerLog.Open(configuration.Options.Log, ServerLog.IsRead);
        var logger = log.Loggers.CreateLogger("zot");
        using var lastWords = new UnhandledExceptionLogger(logger, log);
        LogStart(logger, configuration);
        try
        {
            using var watcher = Watch(path, configuration, source, TimeProvider.System, log.Loggers);
            using var signals = new StopSignals(() =>
            {
                log.Reopen();
                watcher?.Reload();
            });
            await ServeAsync(
                path, people, watcher?.Options ?? new CurrentOptions(configuration.Options), log.Loggers, signals);
        }
        catch (CommandException refused) when (!log.IsOnTerminal)
        {
            LogNotStarted(logger, refused.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            LogStopped(logger); // stopped by a signal during startup
        }
    }

    private static async Task ServeAsync(
        string? path, TextWriter people, CurrentOptions options, ILoggerFactory loggers, StopSignals signals)
    {
        var logger = loggers.CreateLogger("zot");
        var http = options.Current.Http;
        var time = TimeProvider.System;
        var tls = http.HasTls ? new ServerTls(http.Tls!, loggers.CreateLogger<ServerTls>(), time) : null;
        var listener = new Listener(http, tls);
        using var meter = new ZotMeter();
        await using var content =
            await OpenAsync(() => options.Current.Storage, loggers, time, meter, signals.Stopping);
        await using var app = RegistryApp.Build(options, content, listener, loggers, time, meter);
        await StartAsync(app, listener, signals.Stopping);
        app.Services.GetRequiredService<JobScheduler>().Start();
        await WelcomeAsync(app, path, options.Current, logger, people);

        await signals.WaitAsync();
        LogStopping(logger);
        await app.StopAsync(signals.StoppingNow);
        LogStopped(logger);
    }

    private static void LogStart(ILogger logger, ConfigurationResult configuration)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            LogSettings(logger, new RawJson(configuration.Sanitized));
            ProcessLimits.Log(logger);
        }

        if (FipsMode.IsEnabled)
        {
            LogFips(logger);
        }

        ConfigurationReport.Warn(configuration, logger);
    }

    private static ConfigurationWatcher? Watch(
        string? path,
        ConfigurationResult started,
        ConfigurationSource source,
        TimeProvider time,
        ILoggerFactory loggers) =>
        path is null
            ? null
            : new ConfigurationWatcher(path, started, source, time, loggers.CreateLogger<ConfigurationWatcher>());

    private static async Task<ContentStore> OpenAsync(
        Func<StorageOptions> options,
        ILoggerFactory loggers,
        TimeProvider time,
        ZotMeter meter,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ContentStore.OpenAsync(options, loggers, time, meter, cancellationToken);
        }
        catch (StorageInUseException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"storage.rootDirectory is '{options().RootDirectory}', but the directory is not "
                    + $"usable: {cause.Message}", cause);
        }
    }

    private static async Task StartAsync(WebApplication app, Listener listener, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (StartupException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
        catch (Exception cause) when (cause is IOException or System.Net.Sockets.SocketException)
        {
            throw listener.Explain(cause);
        }
    }

    private static async Task WelcomeAsync(
        WebApplication app, string? path, ZotOptions options, ILogger logger, TextWriter people)
    {
        var port = RegistryApp.PortOf(app);
        if (options.Http.Port == 0)
        {
            LogPortChosen(logger, port, options.Http.Address);
        }

        var address = Listener.Describe(options.Http with { Port = port });
        LogListening(logger, address);
        if (path is null)
        {
            var host = Listener.EndPoint(options.Http with { Port = port });
            await people.WriteLineAsync(
                $"""
                zot is listening on {address} and stores its data in {options.Storage.RootDirectory}.
                Push an image:  skopeo copy --dest-tls-verify=false {Example} docker://{host}/alpine
                           or:  docker tag alpine {host}/alpine && docker push {host}/alpine
                Pull it:        docker pull {host}/alpine
                Press Ctrl+C to stop. To use other settings: zot serve <config.json>; see zot help serve
                """);
        }
    }

    [LoggerMessage(1009, LogLevel.Information, "fips140 is currently enabled")]
    private static partial void LogFips(ILogger logger);

    [LoggerMessage(1001, LogLevel.Information, "configuration settings: {Params}")]
    private static partial void LogSettings(ILogger logger, RawJson @params);

    [LoggerMessage(1003, LogLevel.Information,
        "port is unspecified, listening on kernel chosen port: {Port} {Address}")]
    private static partial void LogPortChosen(ILogger logger, int port, string address);

    [LoggerMessage(1004, LogLevel.Information, "listening: {Address}")]
    private static partial void LogListening(ILogger logger, string address);

    [LoggerMessage(1005, LogLevel.Information, "stopping, waiting for active requests")]
    private static partial void LogStopping(ILogger logger);

    [LoggerMessage(1006, LogLevel.Information, "stopped")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(1007, LogLevel.Error, "failed to start: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);
}
