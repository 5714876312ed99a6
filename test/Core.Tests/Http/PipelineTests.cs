using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Auth;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Hosting.Routes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http;

public sealed class PipelineTests
{
    private const string Unknown = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("OPTIONS", 204)]
    [InlineData("POST", 405)]
    public async Task Ping_responds_by_method(string method, int status)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(method, "/v2/");

        Assert.Equal((status, ""), ((int)answer.StatusCode, await answer.TextAsync()));
        if (status == 200)
        {
            Assert.Equal("registry/2.0", answer.Header("Docker-Distribution-API-Version"));
            Assert.Equal("application/json", answer.Header("Content-Type"));
            Assert.Null(answer.Header("WWW-Authenticate"));
        }
    }

    [Theory]
    [InlineData("/v2")]
    [InlineData("/")]
    [InlineData("/v2/app")]
    [InlineData("/v2/_zot/ext/search")]
    public async Task Get_of_an_unknown_path_is_404_in_plain_text(string path)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("GET", path);

        Assert.Equal((HttpStatusCode.NotFound, "404 page not found\n"), (answer.StatusCode, await answer.TextAsync()));
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Empty(server.Logs.Of("HTTP API"));
    }

    [Fact]
    public async Task Get_of_an_invalid_name_is_404()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("GET", "/v2/Library/tags/list");

        await answer.AssertRefusedAsync(HttpStatusCode.NotFound, "NAME_INVALID");
    }

    [Fact]
    public async Task Unsupported_method_is_405_with_the_allowed_methods()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", $"/v2/app/blobs/{Unknown}");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, ""), (answer.StatusCode, await answer.TextAsync()));
        Assert.Equal("HEAD,GET,DELETE", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("/v2//app/tags/list?n=1", "/v2/app/tags/list?n=1")]
    [InlineData("/v2/./app/tags/list", "/v2/app/tags/list")]
    [InlineData("//evil.example/v2/", "/evil.example/v2/")]
    public async Task Get_of_a_path_that_is_not_normalized_is_301(string target, string location)
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 301 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\nLocation: {location}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unexpected_exception_is_500_and_logged_once()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.ReadFault = new InvalidOperationException("torn");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{Unknown}");

        Assert.Equal((HttpStatusCode.InternalServerError, ""), (answer.StatusCode, await answer.TextAsync()));
        var entry = Assert.Single(server.Logs.Of("panic recovered"));
        Assert.Equal((LogLevel.Error, "torn"), (entry.Level, entry.Exception?.Message));
    }

    public static TheoryData<Exception> NoSpace => new(
        Record.Exception(() =>
        {
            using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
            RandomAccess.Write(full, [1], 0);
        })!,
        new IOException("disk quota exceeded", 122));

    [Theory]
    [MemberData(nameof(NoSpace))]
    public async Task Patch_without_space_is_507(Exception fault)
    {
        await using var server = await RegistryServer.StartAsync();
        using var start = await server.SendAsync("POST", "/v2/app/blobs/uploads/");
        server.Registry.AppendFault = fault;

        using var answer = await server.SendAsync("PATCH", start.Header("Location")!, new ByteArrayContent([1]));

        await answer.AssertRefusedAsync(HttpStatusCode.InsufficientStorage, "DENIED");
        Assert.Single(server.Logs.Of("storage is full"));
    }

    public static TheoryData<Exception> ReadOnly => [new IOException("read-only file system", 30), new UnauthorizedAccessException("denied")];

    [Theory]
    [MemberData(nameof(ReadOnly))]
    public async Task Patch_of_read_only_storage_is_503(Exception fault)
    {
        await using var server = await RegistryServer.StartAsync();
        using var start = await server.SendAsync("POST", "/v2/app/blobs/uploads/");
        server.Registry.AppendFault = fault;

        using var answer = await server.SendAsync("PATCH", start.Header("Location")!, new ByteArrayContent([1]));

        await answer.AssertRefusedAsync(HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        var entry = Assert.Single(server.Logs.Entries, static entry => entry.Message.StartsWith("storage is not writable: ", StringComparison.Ordinal));
        Assert.Equal((LogLevel.Error, null), (entry.Level, entry.Exception));
    }

    [Fact]
    public async Task Get_of_a_file_without_read_permission_is_500()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.ReadFault = new UnauthorizedAccessException("denied");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{Unknown}");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Single(server.Logs.Of("panic recovered"));
    }

    [Fact]
    public async Task Get_of_damaged_data_is_500_with_a_code_and_logged_without_a_stack_trace()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.ReadFault = new InvalidDataException("index.json of the repository 'app' is damaged: torn");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{Unknown}");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var body = await answer.TextAsync();
        Assert.Contains("\"UNKNOWN\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("torn", body, StringComparison.Ordinal);
        var entry = Assert.Single(
            server.Logs.Entries, static entry => entry.Message == "stored data is damaged: index.json of the repository 'app' is damaged: torn");
        Assert.Equal((LogLevel.Error, null), (entry.Level, entry.Exception));
    }

    [Fact]
    public async Task Error_of_the_registry_determines_the_response()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.ReadFault = RegistryError.TooManyRequests.With("limit", 3, "only three");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{Unknown}");

        var detail = await answer.AssertRefusedAsync(HttpStatusCode.TooManyRequests, "TOOMANYREQUESTS");
        Assert.Equal(("3", "only three"), (detail.GetProperty("limit").GetString(), detail.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Login_beyond_the_limit_of_pending_checks_is_429_with_a_time_to_retry()
    {
        await using var server = await RegistryServer.StartAsync(authenticators: [new Busy()]);

        using var answer = await server.SendAsync("GET", "/v2/", null, OneUser.Header("alice", "secret"));

        await answer.AssertRefusedAsync(HttpStatusCode.TooManyRequests, "TOOMANYREQUESTS");
        Assert.Equal("1", answer.Header("Retry-After"));
        Assert.Null(answer.Header("WWW-Authenticate"));
    }

    [Fact]
    public async Task Review_while_too_many_checks_are_pending_does_not_confirm_the_caller()
    {
        var busy = new Busy { FirstIsAdmitted = true };
        await using var server = await RegistryServer.StartAsync(
            authenticators: [busy],
            routes: [new ExtensionRoute("/review", ["GET"], ReviewAsync) { Access = RouteAccess.Authenticated }]);

        using var answer = await server.SendAsync("GET", "/review", null, OneUser.Header("alice", "secret"));

        Assert.Equal("rejected", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        static async Task ReviewAsync(HttpContext context)
        {
            var review = context.RequestServices.GetRequiredService<IAccessReview>();
            await context.Response.WriteAsync(await review.ReviewAsync(context) is null ? "rejected" : "confirmed");
        }
    }

    [Theory]
    [InlineData("GET", "/v2/", null, "*", "GET,OPTIONS")]
    [InlineData("OPTIONS", "/v2/app/tags/list", "https://ui.example", "https://ui.example", "GET,OPTIONS")]
    [InlineData("OPTIONS", "/v2/app/manifests/v1", null, "*", "HEAD,GET,DELETE,OPTIONS")]
    [InlineData("HEAD", "/v2/app/manifests/v1", null, "*", "HEAD,GET,DELETE,OPTIONS")]
    [InlineData("GET", "/v2/app/manifests/v1", null, "*", null)]
    [InlineData("DELETE", "/v2/app/manifests/v1", null, "*", null)]
    [InlineData("GET", "/v2/_catalog", "https://ui.example", "https://ui.example", "GET,OPTIONS")]
    [InlineData("GET", "/v2/_oci/ext/discover", null, "*", "GET,OPTIONS")]
    [InlineData("GET", $"/v2/app/referrers/{Unknown}", null, "*", "GET,OPTIONS")]
    [InlineData("GET", $"/v2/app/blobs/{Unknown}", null, null, null)]
    [InlineData("POST", "/v2/app/blobs/uploads/", null, null, null)]
    public async Task CORS_headers_are_sent_for_endpoints_that_pages_may_read(
        string method, string path, string? configured, string? origin, string? methods)
    {
        await using var server = await RegistryServer.StartAsync(new HttpOptions { AllowOrigin = configured });

        using var answer = await server.SendAsync(method, path);

        Assert.Equal(origin, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(methods, answer.Header("Access-Control-Allow-Methods"));
        Assert.Equal(
            methods is null ? null : "Authorization,content-type,X-ZOT-API-CLIENT", answer.Header("Access-Control-Allow-Headers"));
        Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task CORS_with_authentication_and_an_origin_allows_credentials()
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { AllowOrigin = "https://ui.example" }, authenticators: [new OneUser("alice", "secret")]);

        using var answer = await server.SendAsync("OPTIONS", "/v2/_catalog");

        Assert.Equal("true", answer.Header("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Idle_upload_is_aborted_and_kept()
    {
        var time = new HeldTime();
        await using var server = await RegistryServer.StartAsync(time: time);
        using var start = await server.SendAsync("POST", "/v2/app/blobs/uploads/");

        var answer = server.SendRawAsync(
            $"PATCH {start.Header("Location")} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nonly this");
        var delay = await time.NextDelayAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                // Bytes in flight reset the idle timer.
                time.Advance(TimeSpan.FromSeconds(60));
                delay.Elapse();
                return Task.FromResult(answer.IsCompleted);
            },
            "the connection is cut");

        Assert.Empty(await answer);
        Assert.Single(server.Registry.Uploads);
    }

    private sealed class Busy : IPasswordAuthenticator
    {
        private int _checks;

        public bool FirstIsAdmitted { get; init; }

        public ValueTask<Identity?> AuthenticateAsync(
            string name, string password, CancellationToken cancellationToken) =>
            FirstIsAdmitted && _checks++ == 0
                ? ValueTask.FromResult<Identity?>(new Identity(name, []))
                : throw RegistryError.TooManyLogins.With("limit", 1, "too many");
    }
}
