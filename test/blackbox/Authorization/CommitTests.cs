using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Authorization;

/// <summary>
/// Authorization is repeated when the request body is complete, and conditions are checked wherever content leaves.
/// </summary>
public sealed class CommitTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Create_right_does_not_update_a_tag_created_during_the_body(string build)
    {
        await using var zot = await StartAsync(build, static options =>
        {
            AccessConfiguration.Allow(options, "**", "alice", "read", "create");
            AccessConfiguration.Allow(options, "**", "bob", "read", "create", "update");
        });
        using var alice = Client(zot, "alice", "wonderland");
        using var bob = Client(zot, "bob", "builder");
        var (first, second) = (Manifest.Image(), Manifest.Image());
        await bob.PushContentAsync("app", first);
        await bob.PushContentAsync("app", second);

        var answer = await PutAsync(zot, "alice", "wonderland", first, async () => (await bob.PutManifestAsync("app", "v1", second)).Expect(201));

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
        (await alice.HeadAsync("/v2/app/manifests/v1")).Expect(200).ExpectHeader("Docker-Content-Digest", second.Digest);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task User_removed_during_the_body_cannot_push(string build)
    {
        await using var zot = await StartAsync(build, static options => AccessConfiguration.Allow(options, "**", "alice", "read", "create"));
        using var alice = Client(zot, "alice", "wonderland");
        using var bob = Client(zot, "bob", "builder");
        var image = Manifest.Image();
        await alice.PushContentAsync("app", image);

        var answer = await PutAsync(zot, "alice", "wonderland", image, async () =>
        {
            await File.WriteAllTextAsync(zot.Folder.Combine("htpasswd"), Htpasswd.Bob + "\n", TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(async () => (await alice.GetAsync("/v2/")).Status == 401, "alice is removed");
        });

        Assert.StartsWith("HTTP/1.1 401", answer, StringComparison.Ordinal);
        Assert.Contains("WWW-Authenticate: Basic", answer, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Mount_requires_the_rights_of_a_pull(string build)
    {
        await using var zot = await StartAsync(build, static options =>
        {
            AccessConfiguration.Allow(options, "to", "alice", "create", "read");
            AccessConfiguration.Allow(options, "to", "bob", "create", "read");
            AccessConfiguration.Allow(options, "from", "bob", "read", "create");
            var policy = AccessConfiguration.Policy("users", "alice", "read");
            policy["conditions"] = new JsonArray(new JsonObject { ["expression"] = "req.method == 'GET'", ["message"] = "pull it" });
            AccessConfiguration.RepositoryOf(options, "from")["policies"]!.AsArray().Add(policy);
            AccessConfiguration.AccessOf(options)["adminPolicy"] = AccessConfiguration.Policy("users", "carol", "create");
        });
        using var alice = Client(zot, "alice", "wonderland");
        using var bob = Client(zot, "bob", "builder");
        using var carol = Client(zot, "carol", "singer");
        var digest = await bob.PushBlobAsync("from", Blob.Random(1000).Content);

        foreach (var query in new[] { $"?mount={digest}&from=from", $"?mount={digest}" })
        {
            (await zot.Client.PostAsync($"/v2/to/blobs/uploads/{query}")).Expect(401);
            (await alice.PostAsync($"/v2/to/blobs/uploads/{query}")).Expect(202);
            (await carol.PostAsync($"/v2/to/blobs/uploads/{query}")).Expect(202);
        }

        Assert.Empty((await carol.GetAsync("/v2/_catalog")).Strings("repositories"));
        (await alice.GetAsync($"/v2/from/blobs/{digest}")).Expect(200);
        (await bob.PostAsync($"/v2/to/blobs/uploads/?mount={digest}&from=from")).Expect(201);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Guesses_at_one_user_do_not_delay_the_first_login_of_another(string build)
    {
        await using var zot = await StartAsync(build, static options => AccessConfiguration.Allow(options, "**", "alice", "read"));
        var guesses = 0;
        var guessers = Enumerable.Range(0, 64).Select(async number =>
        {
            using var guesser = Client(zot, "dora", $"guess {number}");
            (await guesser.GetAsync("/v2/")).Expect(401);
            Interlocked.Increment(ref guesses);
        }).ToList();
        await zot.LogsAsync("\"statusCode\":401");

        using var bob = Client(zot, "bob", "builder");
        (await bob.GetAsync("/v2/")).Expect(200);

        Assert.InRange(Volatile.Read(ref guesses), 0, 48);
        await Task.WhenAll(guessers);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Guesses_from_one_address_do_not_delay_the_first_login_from_another(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, folder) =>
        {
            AccessConfiguration.AddUsers(
                options, folder, [("bob", Htpasswd.Bob), .. Enumerable.Range(0, 64).Select(static number => ($"user{number}", Htpasswd.Dora))]);
            options["http"]!["trustedProxies"] = new JsonArray("127.0.0.1");
        });
        var guesses = 0;
        var guessers = Enumerable.Range(0, 64).Select(async number =>
        {
            using var guesser = Client(zot, $"user{number}", "guess");
            (await guesser.GetAsync("/v2/", ("X-Forwarded-For", "192.0.2.1"))).Expect(401);
            Interlocked.Increment(ref guesses);
        }).ToList();
        await zot.LogsAsync("\"statusCode\":401");

        using var bob = Client(zot, "bob", "builder");
        (await bob.GetAsync("/v2/", ("X-Forwarded-For", "192.0.2.2"))).Expect(200);

        Assert.InRange(Volatile.Read(ref guesses), 0, 48);
        await Task.WhenAll(guessers);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("fips140=on")]
    [BothBuilds("fips140=only")]
    public async Task FIPS_mode_rejects_bcrypt_and_accepts_SHA_crypt(string build, string mode)
    {
        await using var zot = await ZotProcess.StartAsync(
            build, (options, folder) => AddUsers(options, folder), prefix: _ => ["env", $"GODEBUG={mode}"]);
        using var alice = Client(zot, "alice", "wonderland");
        using var bob = Client(zot, "bob", "builder");

        (await alice.GetAsync("/v2/")).Expect(401);
        (await bob.GetAsync("/v2/")).Expect(200);

        await zot.LogsAsync("fips140 is currently enabled");
        await zot.LogsAsync("htpasswd bcrypt failed since fips140 is enabled");
    }

    private static Task<ZotProcess> StartAsync(string build, Action<JsonObject> configure) => ZotProcess.StartAsync(build, (options, folder) =>
    {
        AddUsers(options, folder);
        configure(options);
    });

    private static void AddUsers(JsonObject options, string folder) => AccessConfiguration.AddUsers(
        options, folder, ("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob), ("carol", Htpasswd.Carol), ("dora", Htpasswd.Dora));

    private static RegistryClient Client(ZotProcess zot, string user, string password) => new(zot.Address, Htpasswd.Basic(user, password));

    // Sends the head, waits for 100 Continue, runs an action, and sends the body.
    private static async Task<string> PutAsync(ZotProcess zot, string user, string password, Manifest manifest, Func<Task> meanwhile)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", zot.Port, cancellationToken);
        await using var stream = client.GetStream();
        string[] head =
        [
            "PUT /v2/app/manifests/v1 HTTP/1.1", "Host: x", "Connection: close", $"Content-Type: {manifest.MediaType}", "Expect: 100-continue",
            $"Content-Length: {manifest.Content.Length}", $"Authorization: {Htpasswd.Basic(user, password)}", "", "",
        ];
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", head)), cancellationToken);
        var asked = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
        await stream.ReadExactlyAsync(asked, cancellationToken);
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(asked), StringComparison.Ordinal);
        await meanwhile();
        await stream.WriteAsync(manifest.Content, cancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
