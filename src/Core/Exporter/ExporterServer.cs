using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Zot.Client.Commands;
using Zot.Configuration.Exporter;
using Zot.Logging;
using Zot.Metering.Exposition;

namespace Zot.Exporter;

/// <summary>Serves metrics to Prometheus, and reads them from the registry on each scrape.</summary>
internal static partial class ExporterServer
{
    /// <summary>Serves until the process receives a termination signal.</summary>
    /// <exception cref="CommandException">The server cannot be started.</exception>
    public static async Task RunAsync(ZxpOptions options)
    {
        var exporter = options.Exporter;
        using var log = ServerLog.Open(exporter.Log, ServerLog.IsRead);
        using var source = new RegistryMetrics(options.Server, log.Loggers.CreateLogger<RegistryMetrics>());
        await using var app = Build(exporter, source, log.Loggers);
        try
        {
            await app.StartAsync();
        }
        catch (Exception cause) when (cause is IOException or SocketException)
        {
            throw new CommandException(
                $"exporter.port is {exporter.Port}, but the port cannot be opened: {cause.Message}", cause);
        }

        LogListening(
            log.Loggers.CreateLogger("zxp"),
            app.Urls.First(),
            exporter.Metrics.Path,
            options.Server.Host,
            options.Server.Port);
        await app.WaitForShutdownAsync();
    }

    private static WebApplication Build(ExporterOptions options, RegistryMetrics source, ILoggerFactory loggers)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "zxp" });
        builder.Services.AddSingleton(loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = OrForEver(options.ReadTimeout);
            kestrel.Listen(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, options.Port);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(options, source, context));
        return app;
    }

    private static async Task AnswerAsync(ExporterOptions options, RegistryMetrics source, HttpContext context)
    {
        if (context.Request.Path != options.Metrics.Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        deadline.CancelAfter(OrForEver(options.WriteTimeout));
        try
        {
            var families = await source.ReadAsync(deadline.Token);
            context.Response.ContentType = PrometheusText.MediaType;
            await PrometheusText.WriteAsync(context.Response.BodyWriter, families, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            // The deadline has passed, or the client has disconnected.
            context.Abort();
        }
    }

    private static TimeSpan OrForEver(TimeSpan limit) => limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan;

    [LoggerMessage(8100, LogLevel.Information, "listening: {Address} {Path} for {Host} {Port}")]
    private static partial void LogListening(ILogger logger, string address, string path, string host, int port);
}
