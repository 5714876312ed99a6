using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>A registry that copies from another one, through a proxy.</summary>
internal sealed class SyncPair : IAsyncDisposable
{
    private SyncPair(ZotProcess upstream, UpstreamProxy proxy, ZotProcess mirror) => (Upstream, Proxy, Mirror) = (upstream, proxy, mirror);

    public ZotProcess Upstream { get; }

    public UpstreamProxy Proxy { get; }

    public ZotProcess Mirror { get; }

    /// <summary>Starts a pair.</summary>
    /// <param name="build">The build of the mirror.</param>
    /// <param name="configure">Changes the entry of the upstream registry.</param>
    /// <param name="options">Changes the configuration of the mirror.</param>
    /// <param name="upstream">Changes the configuration of the upstream registry.</param>
    public static async Task<SyncPair> StartAsync(
        string build, Action<JsonObject>? configure = null, Action<JsonObject>? options = null, Action<JsonObject, string>? upstream = null)
    {
        var source = await ZotProcess.StartAsync(build, upstream ?? (static (zot, _) => zot["http"]!["compat"] = new JsonArray("docker2s2")));
        var proxy = new UpstreamProxy(source.Host);
        var mirror = await ZotProcess.StartAsync(build, (zot, _) =>
        {
            var registry = Entry(proxy.Host);
            configure?.Invoke(registry);
            zot["extensions"] = new JsonObject { ["sync"] = new JsonObject { ["registries"] = new JsonArray(registry) } };
            options?.Invoke(zot);
        });
        return new SyncPair(source, proxy, mirror);
    }

    /// <summary>Returns an entry of <c>registries</c> for copies on demand.</summary>
    public static JsonObject Entry(string host) => new() { ["urls"] = new JsonArray($"http://{host}"), ["onDemand"] = true };

    /// <summary>Waits until the mirror has a tag.</summary>
    public Task HasTagAsync(string repository, string tag) => Eventually.TrueAsync(
        async () => await Mirror.Client.GetAsync($"/v2/{repository}/tags/list") is { Status: 200 } answer
            && answer.Json.GetProperty("tags").EnumerateArray().Any(item => item.GetString() == tag),
        $"the mirror has {repository}:{tag}");

    public async ValueTask DisposeAsync()
    {
        await Mirror.DisposeAsync();
        await Proxy.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
