using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Client.Retries;

namespace Zot.Core.Tests.Client.Distribution;

/// <summary>A server whose responses a test defines, and which records its requests.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>The requests: method, path with query, and the header <c>Authorization</c>.</summary>
    public ConcurrentQueue<(string Target, string? Authorization)> Requests { get; } = [];

    public IEnumerable<string> Targets => Requests.Select(static one => one.Target);

    public static async Task<ScriptedServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new ScriptedServer(app);
        app.Run(context =>
        {
            var request = context.Request;
            server.Requests.Enqueue(($"{request.Method} {request.Path}{request.QueryString}", request.Headers.Authorization.FirstOrDefault()));
            return answer(context);
        });
        await app.StartAsync();
        return server;
    }

    /// <summary>Creates a client with few and fast retries.</summary>
    public RemoteRegistry Client(Func<RemoteOptions, RemoteOptions>? configure = null)
    {
        var options = new RemoteOptions(Url)
        {
            Proxy = new WebProxy(),
            Retries = new RetryOptions { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1), BreakerThreshold = 100 },
        };
        return new RemoteRegistry(configure?.Invoke(options) ?? options);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
