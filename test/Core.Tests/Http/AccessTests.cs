using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http;

public sealed class AccessTests
{
    private static readonly OneUser Alice = new("alice", "secret:with:colons");

    public static TheoryData<string> BadCredentials => new(
        "Basic " + Convert.ToBase64String("alice:wrong"u8),
        "Basic " + Convert.ToBase64String("alice"u8),
        "Basic not-base64!",
        "Basic",
        "Bearer token",
        "nonsense");

    [Fact]
    public async Task Request_without_configured_authenticators_is_admitted()
    {
        await using var server = await RegistryServer.StartAsync();

        using var plain = await server.SendAsync("GET", "/v2/");
        using var ignored = await server.SendAsync("GET", "/v2/", null, OneUser.Header("x", "y"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (plain.StatusCode, ignored.StatusCode));
    }

    [Fact]
    public async Task Request_with_valid_credentials_is_admitted()
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { Realm = "zot" }, authenticators: [new OneUser("bob", "x"), Alice]);

        using var answer = await server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "secret:with:colons"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("basic realm=zot", answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [MemberData(nameof(BadCredentials))]
    public async Task Request_with_invalid_credentials_is_401_with_the_bare_error(string header)
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [Alice]);

        using var answer = await server.SendAsync("GET", "/v2/app/tags/list", null, ("Authorization", header));

        await AssertChallengedAsync(answer, "Basic realm=\"Authorization Required\"");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic Og==")]
    [InlineData("basic og==")]
    public async Task Request_without_credentials_is_401(string? header)
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { Realm = "my \"own\" realm" }, authenticators: [Alice]);

        using var answer = header is null
            ? await server.SendAsync("GET", "/v2/")
            : await server.SendAsync("GET", "/v2/", null, ("Authorization", header));

        await AssertChallengedAsync(answer, "Basic realm=\"my \\\"own\\\" realm\"");
    }

    [Fact]
    public async Task Request_with_two_authorization_headers_is_401()
    {
        await using var server = await RegistryServer.StartAsync();
        var (name, value) = OneUser.Header("alice", "secret:with:colons");

        var answer = await server.SendRawAsync(
            $"GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{name}: {value}\r\n{name}: {value}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 401 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_of_the_browser_interface_receives_no_challenge()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [Alice]);

        using var answer = await server.SendAsync("GET", "/v2/", null, ("X-ZOT-API-CLIENT", "zot-ui"));

        Assert.Equal((HttpStatusCode.Unauthorized, null), (answer.StatusCode, answer.Header("WWW-Authenticate")));
    }

    [Theory]
    [InlineData("GET", "/livez", HttpStatusCode.OK)]
    [InlineData("OPTIONS", "/v2/", HttpStatusCode.NoContent)]
    [InlineData("POST", "/v2/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/v2/Bad/tags/list", HttpStatusCode.NotFound)]
    [InlineData("GET", "/elsewhere", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v2/app/blobs/sha256:nonsense", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/v2/app/tags/list?n=x", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "/v2/_catalog", HttpStatusCode.Unauthorized)]
    public async Task Anonymous_request_reaches_open_endpoints_only(string method, string path, HttpStatusCode status)
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [Alice]);

        using var answer = await server.SendAsync(method, path);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Fail_delay_applies_only_to_rejected_credentials()
    {
        var time = new HeldTime();
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { Auth = new AuthOptions { FailDelay = 5 } }, authenticators: [Alice], time: time);

        using var stranger = await server.SendAsync("GET", "/v2/");
        var guess = server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "guess"));
        var delay = await time.NextDelayAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), delay.DueTime);
        Assert.False(guess.IsCompleted);
        delay.Elapse();
        using var answer = await guess;
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Anonymous_caller_reads_only_what_the_anonymous_policy_allows()
    {
        var policy = SomePolicy.Allowing(("", AccessAction.Read, "public"));
        await using var server = await RegistryServer.StartAsync(policy: policy, authenticators: [Alice]);
        server.Registry.AddManifest("public", "v1");
        server.Registry.AddManifest("private", "v1");

        using var allowed = await server.SendAsync("GET", "/v2/public/manifests/v1");
        using var denied = await server.SendAsync("GET", "/v2/private/manifests/v1");
        var catalog = await server.Client.GetStringAsync("/v2/_catalog");

        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal("Basic realm=\"Authorization Required\"", denied.Header("WWW-Authenticate"));
        await denied.AssertRefusedAsync(HttpStatusCode.Unauthorized, "UNAUTHORIZED");
        Assert.Equal("""{"repositories":["public"]}""", catalog);
    }

    [Fact]
    public async Task Request_denied_by_the_policy_is_403()
    {
        await using var server = await RegistryServer.StartAsync(policy: SomePolicy.Allowing(), authenticators: [Alice]);

        using var answer = await server.SendAsync(
            "DELETE", "/v2/app/manifests/v1", null, OneUser.Header("alice", "secret:with:colons"));

        var detail = await answer.AssertRefusedAsync(HttpStatusCode.Forbidden, "DENIED");
        Assert.Equal("app", detail.GetProperty("name").GetString());
        Assert.NotNull(answer.Header("WWW-Authenticate"));
    }

    [Theory]
    [InlineData(AccessAction.Create, "new", "", HttpStatusCode.Created)]
    [InlineData(AccessAction.Create, "old", "", HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Update, "old", "", HttpStatusCode.Created)]
    [InlineData(AccessAction.Update, "new", "", HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Create, "{0}", "", HttpStatusCode.Created)]
    [InlineData(AccessAction.Update, "{0}", "", HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Create, "{0}", "?tag=new", HttpStatusCode.Created)]
    [InlineData(AccessAction.Create, "{0}", "?tag=old", HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Update, "{0}", "?tag=old", HttpStatusCode.Created)]
    [InlineData(AccessAction.Update, "{0}", "?tag=old&tag=new", HttpStatusCode.Forbidden)]
    [InlineData(AccessAction.Create, "{0}", "?tag=old&tag=new", HttpStatusCode.Forbidden)]
    public async Task Push_requires_update_for_an_existing_tag_and_create_for_a_new_one(
        AccessAction right, string reference, string query, HttpStatusCode status)
    {
        var policy = SomePolicy.Allowing(("alice", right, "app"));
        await using var server = await RegistryServer.StartAsync(policy: policy, authenticators: [Alice]);
        server.Registry.AddManifest("app", "old");
        var body = new ByteArrayContent("{}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", MediaTypes.OciManifest);
        var path = $"/v2/app/manifests/{string.Format(null, reference, DigestAlgorithm.Sha256.Compute("{}"u8))}{query}";

        using var answer = await server.SendAsync("PUT", path, body, OneUser.Header("alice", "secret:with:colons"));

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Mount_of_an_unreadable_blob_starts_an_upload()
    {
        var policy = SomePolicy.Allowing(("alice", AccessAction.Create, "app"));
        await using var server = await RegistryServer.StartAsync(policy: policy, authenticators: [Alice]);
        var secret = server.Registry.AddBlob("secret", [1, 2, 3]);

        using var answer = await server.SendAsync(
            "POST",
            $"/v2/app/blobs/uploads/?mount={secret.Digest}&from=secret",
            null,
            OneUser.Header("alice", "secret:with:colons"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Fact]
    public async Task Access_log_entry_has_the_request_fields_and_no_secret()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [Alice]);
        server.Registry.AddManifest("app", "v1", "0123456789");

        using var answer = await server.SendAsync(
            "GET",
            "/v2/app/manifests/v1?x=y",
            null,
            OneUser.Header("alice", "secret:with:colons"),
            ("Cookie", "session=secret"),
            ("User-Agent", "docker/1"));

        var entry = await Eventually.SingleAsync(() => server.Logs.Of("HTTP API"));
        var headers = Assert.IsType<Dictionary<string, string?[]>>(entry.Fields["headers"]);
        Assert.Equal(LogLevel.Information, entry.Level);
        Assert.Equal(("http", "session"), (entry.Fields["module"], entry.Fields["component"]));
        Assert.Equal(("GET", "/v2/app/manifests/v1?x=******"), (entry.Fields["method"], entry.Fields["path"]));
        Assert.Equal((200, 10L, "alice"), (entry.Fields["statusCode"], entry.Fields["bodySize"], entry.Fields["username"]));
        Assert.Matches("^127\\.0\\.0\\.1:[0-9]+$", (string)entry.Fields["clientIP"]!);
        Assert.Matches("^[0-9.]+s$", (string)entry.Fields["latency"]!);
        Assert.Equal("******", Assert.Single(headers["Authorization"]));
        Assert.Equal("******", Assert.Single(headers["Cookie"]));
        Assert.Equal("docker/1", Assert.Single(headers["User-Agent"]));
    }

    [Fact]
    public async Task Successful_change_is_logged_in_the_audit_category()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [Alice]);
        var credentials = OneUser.Header("alice", "secret:with:colons");

        using var read = await server.SendAsync("GET", "/v2/_catalog", null, credentials);
        using var refused = await server.SendAsync("DELETE", "/v2/app/manifests/v1", null, credentials);
        using var done = await server.SendAsync("POST", "/v2/app/blobs/uploads/?x=y", null, credentials);

        var entry = await Eventually.SingleAsync(() => server.Logs.Of("HTTP API Audit"));
        Assert.Equal(("audit", LogLevel.Information), (entry.Category, entry.Level));
        Assert.Equal(("session", "alice"), (entry.Fields["component"], entry.Fields["subject"]));
        Assert.Equal(("POST", "/v2/app/blobs/uploads/?x=******", 202), (entry.Fields["action"], entry.Fields["object"], entry.Fields["status"]));
    }

    private static async Task AssertChallengedAsync(HttpResponseMessage answer, string challenge)
    {
        Assert.Equal((HttpStatusCode.Unauthorized, challenge), (answer.StatusCode, answer.Header("WWW-Authenticate")));
        var error = JsonDocument.Parse(await answer.TextAsync()).RootElement;
        Assert.Equal("UNAUTHORIZED", error.GetProperty("code").GetString());
        Assert.Equal("authentication required", error.GetProperty("message").GetString());
    }
}
