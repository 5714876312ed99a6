#if EXT_SYNC
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Zot.Extensions.Tests.Sync.Credentials;

/// <summary>A server that issues tokens as a test defines, and records its requests.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TokenServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public string Host => Url["http://".Length..];

    public ConcurrentQueue<TokenRequest> Requests { get; } = [];

    public static async Task<TokenServer> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TokenServer(builder.Build());
        server._app.Run(async context =>
        {
            var request = context.Request;
            var body = await new StreamReader(request.Body).ReadToEndAsync();
            var headers = request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            server.Requests.Enqueue(new TokenRequest($"{request.Method} {request.Path}{request.QueryString}", headers, body));
            await answer(context);
        });
        await server._app.StartAsync();
        return server;
    }

    public static Task<TokenServer> StartAsync(string answer) => StartAsync(context => context.Response.WriteAsync(answer));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
#endif
