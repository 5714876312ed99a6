using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Zot.BlackBox.Harness.SharedServers))]

namespace Zot.BlackBox.Harness;

/// <summary>Servers shared by many tests, each with its own repositories. They are started on first use.</summary>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Build, string Kind), Task<ZotProcess>> _servers = [];

    /// <summary>Returns a server with only a directory and a port configured.</summary>
    internal Task<ZotProcess> PlainAsync(string build) => ServerAsync(build, "plain", null);

    /// <summary>Returns a server with deduplication enabled or disabled.</summary>
    internal Task<ZotProcess> DedupeAsync(string build, bool dedupe) =>
        ServerAsync(build, $"dedupe {dedupe}", (options, _) => options["storage"]!["dedupe"] = dedupe);

    /// <summary>Returns a server that accepts Docker's schema 2.</summary>
    internal Task<ZotProcess> DockerAsync(string build) =>
        ServerAsync(build, "docker", (options, _) => options["http"]!["compat"] = new JsonArray("docker2s2"));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.IsCompletedSuccessfully))
        {
            await (await server).DisposeAsync();
        }
    }

    private Task<ZotProcess> ServerAsync(string build, string kind, Action<JsonObject, string>? configure)
    {
        lock (_lock)
        {
            return _servers.TryGetValue((build, kind), out var server)
                ? server
                : _servers[(build, kind)] = ZotProcess.StartAsync(build, configure);
        }
    }
}
