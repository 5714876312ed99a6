#if EXT_EVENTS
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Metering;
using Zot.Extensions.Events.Sinks;
using Zot.Extensions.Tests.Events.Metering;

namespace Zot.Extensions.Tests.Events.Sinks;

public sealed class HttpSinkTests : IDisposable
{
    private const string Token = "a-very-secret-token";

    private static readonly NotificationEndpointOptions Plain = new() { Name = "hook", Timeout = TimeSpan.FromSeconds(100) };
    private static readonly NotificationEndpointOptions AsUpstream = Plain with { Compat = NotificationEndpointOptions.Upstream };

    private readonly CollectedFigures _figures = new();

    public void Dispose() => _figures.Dispose();

    [Theory]
    [InlineData(200, null, null)]
    [InlineData(204, null, null)]
    [InlineData(304, DeliveryOutcome.Rejected, null)]
    [InlineData(307, DeliveryOutcome.Rejected, null)]
    [InlineData(400, DeliveryOutcome.Rejected, DeliveryOutcome.Unavailable)]
    [InlineData(408, DeliveryOutcome.Unavailable, DeliveryOutcome.Unavailable)]
    [InlineData(410, DeliveryOutcome.Gone, DeliveryOutcome.Unavailable)]
    [InlineData(425, DeliveryOutcome.Unavailable, DeliveryOutcome.Unavailable)]
    [InlineData(429, DeliveryOutcome.Unavailable, DeliveryOutcome.Unavailable)]
    [InlineData(503, DeliveryOutcome.Unavailable, DeliveryOutcome.Unavailable)]
    public async Task Response_status_maps_to_the_outcome_of_the_rules(int status, object? ours, object? upstreams)
    {
        using var server = new HookServer((_, response) => response.StatusCode = status);

        Assert.Equal(ours, (await SendAsync(server, Plain))?.Outcome);
        Assert.Equal(upstreams, (await SendAsync(server, AsUpstream))?.Outcome);
    }

    [Fact]
    public async Task Response_in_the_configured_classes_is_accepted_or_retried()
    {
        var options = Plain with { SuccessOn = "2xx-3xx", RetryOn = ["418"] };
        using var moved = new HookServer((_, response) => response.StatusCode = 304);
        using var teapot = new HookServer((_, response) => response.StatusCode = 418);
        using var failing = new HookServer((_, response) => response.StatusCode = 500);

        Assert.Null(await SendAsync(moved, options));
        Assert.Equal(DeliveryOutcome.Unavailable, (await SendAsync(teapot, options))?.Outcome);
        Assert.Equal(DeliveryOutcome.Rejected, (await SendAsync(failing, options))?.Outcome);
    }

    [Theory]
    [InlineData(301, "GET")]
    [InlineData(302, "GET")]
    [InlineData(303, "GET")]
    [InlineData(307, "POST")]
    [InlineData(308, "POST")]
    public async Task Redirect_with_compat_upstream_is_followed_without_credentials(int status, string method)
    {
        using var target = new HookServer((_, response) => response.StatusCode = 200);
        using var server = new HookServer((_, response) => Redirect(response, status, target.Address));

        Assert.Null(await SendAsync(server, AsUpstream));

        var asked = Assert.Single(server.Requests);
        var followed = Assert.Single(target.Requests);
        Assert.Equal(($"Bearer {Token}", "k3y-value"), (asked.Authorization, asked.Key));
        Assert.Equal((method, null, null), (followed.Method, followed.Authorization, followed.Key));
        Assert.Equal(method == "POST" ? asked.Body : "", followed.Body);
    }

    [Theory]
    [InlineData(302, 0)]
    [InlineData(307, 1)]
    public async Task Redirect_that_keeps_the_event_is_followed_if_configured(int status, int followed)
    {
        using var target = new HookServer((_, response) => response.StatusCode = 200);
        using var server = new HookServer((_, response) => Redirect(response, status, target.Address));

        var failure = await SendAsync(server, Plain with { FollowRedirects = true });

        Assert.Equal(followed, target.Requests.Count);
        Assert.Equal(followed == 1 ? null : DeliveryOutcome.Rejected, failure?.Outcome);
    }

    [Fact]
    public async Task Redirect_to_the_same_server_keeps_credentials()
    {
        using var server = new HookServer((request, response) =>
        {
            if (request.Path == "/")
            {
                Redirect(response, 307, new Uri("/next", UriKind.Relative));
            }
        });

        Assert.Null(await SendAsync(server, AsUpstream));

        Assert.Equal($"Bearer {Token}", server.Requests[1].Authorization);
    }

    [Theory]
    [InlineData("//[")]
    [InlineData("//")]
    [InlineData("http://")]
    [InlineData("http://[::1")]
    [InlineData("http://host:99999/")]
    [InlineData("https://:443")]
    [InlineData("//a:b:c")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    public async Task Redirect_to_an_invalid_url_is_a_delivery_failure(string location)
    {
        using var server = new HookServer((_, response) =>
        {
            response.StatusCode = 307;
            response.Headers["Location"] = location;
        });

        Assert.Equal(DeliveryOutcome.Unavailable, (await SendAsync(server, AsUpstream))?.Outcome);
        Assert.Equal(DeliveryOutcome.Rejected, (await SendAsync(server, Plain with { FollowRedirects = true }))?.Outcome);
        Assert.Equal(DeliveryOutcome.Rejected, (await SendAsync(server, Plain))?.Outcome);
    }

    [Fact]
    public async Task Endless_redirects_are_a_delivery_failure()
    {
        using var server = new HookServer((_, response) => Redirect(response, 307, new Uri("/", UriKind.Relative)));

        Assert.Equal(DeliveryOutcome.Unavailable, (await SendAsync(server, AsUpstream))?.Outcome);

        Assert.Equal(11, server.Requests.Count);
    }

    [Fact]
    public async Task Secret_in_a_response_is_masked()
    {
        using var server = new HookServer((_, response) =>
        {
            response.StatusCode = 400;
            response.OutputStream.Write(Encoding.UTF8.GetBytes($"bad token {Token}, bad key k3y-value"));
        });

        Assert.Equal("400 Bad Request: bad token ******, bad key ******", (await SendAsync(server, Plain))?.Message);
    }

    [Fact]
    public async Task Retry_After_is_honored_unless_compat_is_upstream()
    {
        using var server = new HookServer((_, response) =>
        {
            response.StatusCode = 429;
            response.Headers["Retry-After"] = "7";
        });

        Assert.Equal(TimeSpan.FromSeconds(7), (await SendAsync(server, Plain))?.RetryAfter);
        Assert.Null((await SendAsync(server, AsUpstream))?.RetryAfter);
    }

    [Fact]
    public async Task Receiver_that_never_completes_its_response_times_out()
    {
        using var forever = new ManualResetEventSlim();
        using var server = new HookServer((_, response) =>
        {
            response.StatusCode = 500;
            response.SendChunked = true;
            response.OutputStream.Write("half"u8);
            response.OutputStream.Flush();
            forever.Wait(TimeSpan.FromSeconds(200));
        });

        var failure = await SendAsync(server, Plain with { Timeout = TimeSpan.FromMilliseconds(300) });
        forever.Set();

        Assert.Equal(DeliveryOutcome.Unavailable, failure?.Outcome);
    }

    [Fact]
    public async Task Receiver_that_closes_the_connection_is_unavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sink = Sink(new Uri($"http://{listener.LocalEndpoint}/"), AsUpstream, auth: null);
        var closing = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        var write = sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], TestContext.Current.CancellationToken).AsTask();
        (await closing).Close();

        Assert.Equal(DeliveryOutcome.Unavailable, (await Assert.ThrowsAsync<DeliveryException>(() => write)).Outcome);
    }

    [Fact]
    public async Task Receiver_with_an_untrusted_certificate_is_unavailable()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var sink = Sink(new Uri($"https://{listener.LocalEndpoint}/"), Plain, auth: null);
        var serving = ServeAsync();

        var failure = await Assert.ThrowsAsync<DeliveryException>(
            async () => await sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], TestContext.Current.CancellationToken));
        await serving;

        Assert.Equal(DeliveryOutcome.Unavailable, failure.Outcome);

        async Task ServeAsync()
        {
            using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await using var tls = new SslStream(client.GetStream());
            try
            {
                await tls.AuthenticateAsServerAsync(certificate);
                await tls.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
            }
            catch (Exception refused) when (refused is IOException or AuthenticationException)
            {
                // Expected.
            }
        }
    }

    [Theory]
    [InlineData("basic")]
    [InlineData("header")]
    public async Task Each_kind_of_auth_is_sent(string kind)
    {
        using var server = new HookServer((_, _) => { });
        var auth = kind == "basic"
            ? new NotificationAuthOptions { Basic = new NotificationBasicOptions { Username = "u", Password = "p" } }
            : new NotificationAuthOptions { Header = new NotificationHeaderOptions { Name = "X-Key", Value = "theirs" } };

        Assert.Null(await SendAsync(server, Plain, auth));

        var request = Assert.Single(server.Requests);
        Assert.Equal(kind == "basic" ? ("Basic dTpw", "k3y-value") : (null, "theirs"), (request.Authorization, request.Key));
    }

    [Fact]
    public async Task Sink_can_be_closed_twice_and_then_rejects_events()
    {
        using var server = new HookServer((_, _) => { });
        var sink = Sink(server, Plain, auth: null);
        await sink.CloseAsync(default);
        await sink.CloseAsync(default);

        await Assert.ThrowsAsync<SinkClosedException>(async () => await sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("1"))], default));
    }

    private static void Redirect(HttpListenerResponse response, int status, Uri to)
    {
        response.StatusCode = status;
        response.Headers["Location"] = to.ToString();
    }

    private async Task<DeliveryException?> SendAsync(
        HookServer server, NotificationEndpointOptions options, NotificationAuthOptions? auth = null)
    {
        var sink = Sink(server, options, auth ?? new NotificationAuthOptions { Bearer = Token });
        try
        {
            await sink.WriteAsync([SomeEvents.Entry(SomeEvents.Push("id1"))], TestContext.Current.CancellationToken);
            return null;
        }
        catch (DeliveryException failure)
        {
            return failure;
        }
        finally
        {
            await sink.CloseAsync(default);
        }
    }

    private HttpSink Sink(HookServer server, NotificationEndpointOptions options, NotificationAuthOptions? auth) =>
        Sink(server.Address, options, auth);

    private HttpSink Sink(Uri address, NotificationEndpointOptions options, NotificationAuthOptions? auth)
    {
        var endpoint = new NotificationEndpoint(options, "endpoints[0]");
        var headers = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase) { ["X-Key"] = ["k3y-value"] };
        return new HttpSink(
            "hook", address, endpoint.Format(new NotificationSource("a:1", "id"), includesReferences: false),
            new HttpSinkHeaders(headers, auth), signature: null, endpoint.Answers,
            HttpSinkClient.Create(options.Timeout, options.Proxy, endpoint.Tls(), new SinkMeter(_figures.Meter, "hook")), TimeProvider.System);
    }
}
#endif
