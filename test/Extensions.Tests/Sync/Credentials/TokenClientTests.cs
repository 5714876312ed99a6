#if EXT_SYNC
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Extensions.Sync.Credentials;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Credentials;

public sealed class TokenClientTests
{
    [Theory]
    [InlineData(400, "{\"error\":\"invalid_client\",\"error_description\":\"s3cret\"}", "responded with 400 invalid_client")]
    [InlineData(400, "{\"__type\":\"com.amazon#AccessDeniedException\"}", "responded with 400 AccessDeniedException")]
    [InlineData(401, "{\"error\":\"s3cret token\"}", "responded with 401")]
    [InlineData(302, "s3cret", "responded with 302")]
    [InlineData(200, "[\"s3cret\"]", "is not a JSON object")]
    [InlineData(200, "s3cret", "is not JSON")]
    [InlineData(200, "{\"a\":\"s3cret", "is not JSON")]
    public async Task Invalid_response_is_an_error_without_its_body(int status, string body, string message)
    {
        await using var server = await TokenServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/again";
            return context.Response.WriteAsync(body);
        });
        using var client = new TokenClient(TimeProvider.System, usesProxy: false);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(client, server));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Endless_response_is_an_error()
    {
        await using var server = await TokenServer.StartAsync(static async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[64 * 1024]);
            }
        });
        using var client = new TokenClient(TimeProvider.System, usesProxy: false);

        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(client, server));
    }

    [Fact]
    public async Task Silent_server_is_a_timeout()
    {
        var time = new ManualTime();
        await using var server = await TokenServer.StartAsync(static context => new TaskCompletionSource().Task.WaitAsync(context.RequestAborted));
        using var client = new TokenClient(time, usesProxy: false);
        var sending = SendAsync(client, server);
        await Eventually.HoldsAsync(() => Task.FromResult(!server.Requests.IsEmpty), "a request");

        time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => sending);
    }

    private static async Task SendAsync(TokenClient client, TokenServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Url);
        using var answer = await client.SendAsync(request, default);
    }
}
#endif
