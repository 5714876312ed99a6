using System.Text.Json.Nodes;
using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.Authorization;

/// <summary>
/// Two servers with the same content and policies; the administrator of one has all actions, of the other only create.
/// </summary>
internal sealed class RuleMatrix : IAsyncDisposable
{
    private const string Password = "wonderland";

    private static readonly string[] Everything = ["read", "create", "update", "delete"];
    private static readonly string[] Users = ["eve", "reader", "cond", "maker", "auditor", "limited", "admin"];

    private readonly Manifest _shown = Manifest.Image();
    private readonly Manifest _hidden = Manifest.Image();
    private readonly Manifest _referrer;
    private readonly Manifest _hiddenReferrer;
    private readonly List<ZotProcess> _servers = [];
    private readonly List<RegistryClient> _clients = [];

    private RuleMatrix()
    {
        _referrer = Manifest.Artifact("application/vnd.example.shown", _shown);
        _hiddenReferrer = Manifest.Artifact("application/vnd.example.hidden", _shown);
    }

    /// <summary>The requests, by name.</summary>
    public IReadOnlyDictionary<string, Func<string, RegistryClient, Task<string>>> Requests => new Dictionary<string, Func<string, RegistryClient, Task<string>>>
    {
        ["pull"] = async (_, client) => $"{(await client.GetAsync("/v2/app/manifests/shown")).Status}",
        ["pull-hidden"] = async (_, client) => $"{(await client.GetAsync("/v2/app/manifests/hidden")).Status}",
        ["pull-hidden-digest"] = async (_, client) => $"{(await client.GetAsync($"/v2/app/manifests/{_hidden.Digest}")).Status}",
        ["blob"] = async (_, client) => $"{(await client.GetAsync($"/v2/app/blobs/{_shown.Blobs[1].Digest}")).Status}",
        ["blob-hidden"] = async (_, client) => $"{(await client.GetAsync($"/v2/app/blobs/{_hidden.Blobs[1].Digest}")).Status}",
        ["tags"] = async (_, client) => $"{(await client.GetAsync("/v2/app/tags/list")).Status}",
        ["catalog"] = async (_, client) => await client.GetAsync("/v2/_catalog") is { Status: 200 } list
            ? list.Strings("repositories").Contains("app") ? "app" : "-" : "401",
        ["referrers"] = async (_, client) => await client.GetAsync($"/v2/app/referrers/{_shown.Digest}") is { Status: 200 } list
            ? $"{list.Json.GetProperty("manifests").GetArrayLength()}" : $"{(await client.GetAsync($"/v2/app/referrers/{_shown.Digest}")).Status}",
        ["mount"] = (caller, client) => MountAsync(caller, client, "from", _shown, "&from=app"),
        ["mount-hidden"] = (caller, client) => MountAsync(caller, client, "from-hidden", _hidden, "&from=app"),
        ["mount-anywhere"] = (caller, client) => MountAsync(caller, client, "any", _shown, ""),
        ["mount-hidden-anywhere"] = (caller, client) => MountAsync(caller, client, "any-hidden", _hidden, ""),
        ["push"] = async (caller, client) => $"{(await client.PutManifestAsync("app", $"new-{caller}", _shown)).Status}",
        ["move"] = async (_, client) => $"{(await client.PutManifestAsync("app", "shown", _shown)).Status}",
        ["delete"] = async (_, client) => $"{(await client.DeleteAsync("/v2/app/manifests/missing")).Status}",
    };

    public static async Task<RuleMatrix> StartAsync(string build)
    {
        var matrix = new RuleMatrix();
        await matrix.StartAsync(build, "admin", Everything);
        await matrix.StartAsync(build, "limited", "create");
        return matrix;
    }

    /// <summary>Sends a request as a caller and returns the result.</summary>
    public Task<string> SendAsync(string request, string caller) => Requests[request](caller, ClientOf(caller));

    /// <summary>
    /// Returns the events that a caller receives from the stream: those of both images, and the actor who pushed them.
    /// </summary>
    public async Task<string> SeeAsync(string caller)
    {
        var server = ServerOf(caller);
        await using var stream = new EventStreamReader(server.Address, caller == "anon" ? null : Htpasswd.Basic(caller, Password), lastEventId: 0);
        await stream.SeesAsync("\"sentinel\"");
        var seen = new[] { "shown", "hidden" }.Where(tag => stream.Text.Contains($"\"reference\":\"{tag}\"", StringComparison.Ordinal)).ToList();
        if (stream.Text.Contains("\"actor\":{\"name\":\"maker\"}", StringComparison.Ordinal))
        {
            seen.Add("actor");
        }

        return seen.Count == 0 ? "-" : string.Join('+', seen);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string> MountAsync(string caller, RegistryClient client, string to, Manifest image, string from) =>
        $"{(await client.PostAsync($"/v2/to/{caller}/{to}/blobs/uploads/?mount={image.Blobs[1].Digest}{from}")).Status}";

    private async Task StartAsync(string build, string admin, params string[] actions)
    {
        var server = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            Configure(options, folder);
            AccessConfiguration.AccessOf(options)["adminPolicy"] = AccessConfiguration.Policy("users", admin, actions);
        });
        _servers.Add(server);
        using var maker = new RegistryClient(server.Address, Htpasswd.Basic("maker", Password));
        await maker.PushAsync("app", _shown, "shown");
        await maker.PushAsync("app", _hidden, "hidden");
        await maker.PushAsync("app", _referrer);
        await maker.PushAsync("app", _hiddenReferrer);
        await maker.PushAsync("open", Manifest.Image(), "sentinel");
    }

    private void Configure(JsonObject options, string folder)
    {
        AccessConfiguration.AddUsers(options, folder, Users.Select(static name => (name, Htpasswd.Alice)));
        AccessConfiguration.Allow(options, "app", "maker", Everything);
        AccessConfiguration.Allow(options, "app", "reader", "read");
        AccessConfiguration.Allow(options, "app", "auditor", "read", "audit");
        AccessConfiguration.Allow(options, "app", "cond", "read");
        string[] hidden = ["hidden", _hidden.Digest, .. _hidden.Blobs.Select(static blob => blob.Digest), _hiddenReferrer.Digest];
        AccessConfiguration.RepositoryOf(options, "app")["policies"]!.AsArray()[^1]!["conditions"] = new JsonArray(new JsonObject
        {
            ["expression"] = $"!(req.reference in [{string.Join(", ", hidden.Select(static text => $"'{text}'"))}])",
            ["message"] = "hidden",
        });
        foreach (var user in new[] { "eve", "reader", "cond", "maker", "auditor" })
        {
            // A separate target per user, because the blobs mounted by one user are not a source for another.
            AccessConfiguration.Allow(options, $"to/{user}/**", user, "read", "create");
        }

        AccessConfiguration.Allow(options, "open", "maker", Everything);
        AccessConfiguration.RepositoryOf(options, "open")["defaultPolicy"] = AccessConfiguration.Texts("read");
        options["extensions"] = EventsConfiguration.Of(EventsConfiguration.Http("http://127.0.0.1:9/"));
    }

    private ZotProcess ServerOf(string caller) => _servers[caller == "limited" ? 1 : 0];

    private RegistryClient ClientOf(string caller)
    {
        var client = new RegistryClient(ServerOf(caller).Address, caller == "anon" ? null : Htpasswd.Basic(caller, Password));
        _clients.Add(client);
        return client;
    }
}
