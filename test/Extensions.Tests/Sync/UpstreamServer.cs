#if EXT_SYNC
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Tests.Support;
using Zot.Registry;

namespace Zot.Extensions.Tests.Sync;

/// <summary>An upstream registry: the pull operations of a registry in memory over HTTP, without referrers.</summary>
internal sealed class UpstreamServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private UpstreamServer(WebApplication app) => _app = app;

    /// <summary>The content.</summary>
    public IRegistry Registry { get; } = MemoryRegistry.Create();

    public string Url => _app.Urls.First();

    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>Returns the status that replaces the response to a request; <see langword="null"/> for none.</summary>
    public Func<string, int?> Fault { get; set; } = static _ => null;

    /// <summary>Returns a task that delays the response to a request.</summary>
    public Func<string, Task> Delay { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Responses in place of those of the registry, by path.</summary>
    public ConcurrentDictionary<string, string> Texts { get; } = [];

    public static async Task<UpstreamServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new UpstreamServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        Requests.Enqueue(request);
        if (Fault(request) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        await Delay(request);
        if (Texts.TryGetValue(context.Request.Path.Value!, out var text))
        {
            await context.Response.WriteAsync(text);
            return;
        }

        switch (context.Request.Path.Value!.Split('/'))
        {
            case ["", "v2", ""]:
                break;
            case ["", "v2", "_catalog"]:
                await WriteAsync(context, "repositories", await Registry.ListRepositoriesAsync(after: null, default).Select(static name => name.ToString()).ToListAsync());
                break;
            case ["", "v2", .. var name, "tags", "list"]:
                await WriteAsync(context, "tags", await Registry.ListTagsAsync(Parse(name), default) ?? []);
                break;
            case ["", "v2", .. var name, "manifests", var reference]:
                var manifest = await Registry.GetManifestAsync(Parse(name), Reference.Parse(reference), default);
                await WriteAsync(context, manifest?.Descriptor, manifest?.Content);
                break;
            case ["", "v2", .. var name, "blobs", var digest]:
                await using (var blob = await Registry.OpenBlobAsync(Parse(name), Digest.Parse(digest), default))
                {
                    await WriteAsync(context, blob?.Descriptor, blob is null ? null : await blob.ReadAllAsync(1 << 20, default));
                }

                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }

    private static RepositoryName Parse(string[] name) => RepositoryName.Parse(string.Join('/', name));

    private static Task WriteAsync(HttpContext context, string list, IEnumerable<string> items) =>
        context.Response.WriteAsync($$"""{"{{list}}":[{{string.Join(',', items.Select(static item => $"\"{item}\""))}}]}""");

    private static async Task WriteAsync(HttpContext context, Descriptor? descriptor, ReadOnlyMemory<byte>? content)
    {
        if (descriptor is null || content is not { } bytes)
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentType = descriptor.MediaType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers["Docker-Content-Digest"] = descriptor.Digest.ToString();
        if (context.Request.Method == "GET")
        {
            await context.Response.BodyWriter.WriteAsync(bytes);
        }
    }
}
#endif
