using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Limits;

namespace Zot.Core.Tests.Http;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Requests_beyond_the_rate_are_429_until_a_second_has_passed()
    {
        var time = new HeldTime();
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { RateLimit = new RateLimitOptions { Rate = 2 } }, time: time);

        using var first = await server.SendAsync("GET", "/livez");
        using var second = await server.SendAsync("GET", "/livez");
        using var third = await server.SendAsync("GET", "/livez", null, ("X-None", "x"));
        using var elsewhere = await server.SendAsync("GET", "/readyz");
        time.Advance(TimeSpan.FromMilliseconds(500));
        using var later = await server.SendAsync("GET", "/livez");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (elsewhere.StatusCode, later.StatusCode));
        Assert.Equal((HttpStatusCode.TooManyRequests, "Too Many Requests"), (third.StatusCode, await third.TextAsync()));
        Assert.Equal("text/plain; charset=utf-8", third.Header("Content-Type"));
        Assert.Equal("1", third.Header("Retry-After"));
        Assert.Equal(("2.00", "1"), (first.Header("X-Rate-Limit-Limit"), first.Header("X-Rate-Limit-Duration")));
        Assert.Equal(("2", "1", "1"), (first.Header("RateLimit-Limit"), first.Header("RateLimit-Reset"), first.Header("RateLimit-Remaining")));
        Assert.StartsWith("127.0.0.1:", first.Header("X-Rate-Limit-Request-Remote-Addr"), StringComparison.Ordinal);
        Assert.Null(first.Header("X-Rate-Limit-Request-Forwarded-For"));
    }

    [Fact]
    public async Task Requests_of_a_limited_method_are_counted_separately()
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { RateLimit = new RateLimitOptions { Methods = [new() { Method = "POST", Rate = 1 }] } },
            time: new HeldTime());

        using var first = await server.SendAsync("POST", "/livez");
        using var second = await server.SendAsync("POST", "/livez");
        using var other = await server.SendAsync("GET", "/livez");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, second.StatusCode));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.0/8")]
    [InlineData("::1", "127.0.0.1")]
    public async Task Requests_through_a_trusted_proxy_are_counted_by_client(params string[] proxies)
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { RateLimit = new RateLimitOptions { Rate = 1 }, TrustedProxies = proxies }, time: new HeldTime());

        using var first = await server.SendAsync("GET", "/livez", null, ("X-Forwarded-For", "9.9.9.9, 1.2.3.4"));
        using var same = await server.SendAsync("GET", "/livez", null, ("X-Forwarded-For", "8.8.8.8, 1.2.3.4, 127.0.0.1"));
        using var other = await server.SendAsync("GET", "/livez", null, ("X-Forwarded-For", "1.2.3.5"));

        Assert.Equal("9.9.9.9, 1.2.3.4", first.Header("X-Rate-Limit-Request-Forwarded-For"));
        Assert.StartsWith("1.2.3.4", first.Header("X-Rate-Limit-Request-Remote-Addr"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData]
    [InlineData("10.0.0.0/8")]
    public async Task Requests_of_an_untrusted_proxy_are_counted_by_peer(params string[] proxies)
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { RateLimit = new RateLimitOptions { Rate = 1 }, TrustedProxies = proxies }, time: new HeldTime());

        using var first = await server.SendAsync("GET", "/livez", null, ("X-Forwarded-For", "1.2.3.4"));
        using var same = await server.SendAsync("GET", "/livez", null, ("X-Forwarded-For", "1.2.3.5"), ("X-Real-IP", "1.2.3.6"));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (first.StatusCode, same.StatusCode));
    }

    [Theory]
    [InlineData("\u00fc")]
    [InlineData("1.2.3.4, \u00ff")]
    [InlineData("1.2.3.4\u0001")]
    [InlineData("not an address")]
    [InlineData(",,,")]
    public async Task Requests_with_a_malformed_proxy_list_are_handled(string forwarded)
    {
        await using var server = await RegistryServer.StartAsync(
            new HttpOptions { RateLimit = new RateLimitOptions { Rate = 100 }, TrustedProxies = ["127.0.0.1"] });

        var answer = await server.SendRawAsync($"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: {forwarded}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.3.3.3", "3.3.3.3")]
    [InlineData("::ffff:3.3.3.3", "3.3.3.3")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void Key_of_a_request_is_the_client_address(string peer, string address)
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(peer) } };
        context.Request.Headers["X-Forwarded-For"] = "1.1.1.1";
        context.Request.Path = "/v2/";

        Assert.Equal(new ClientKey(address, "/v2/"), ClientKey.Of(context));
    }

    [Fact]
    public void Buckets_of_idle_clients_are_removed()
    {
        var time = new HeldTime();
        var buckets = new TokenBuckets(5, time);
        for (var client = 0; client < 1000; client++)
        {
            buckets.TryTake(new ClientKey($"{client}", "/"), out _);
        }

        time.Advance(TimeSpan.FromSeconds(1));
        buckets.TryTake(new ClientKey("new", "/"), out _);

        Assert.Equal(1, buckets.Count);
    }

    [Fact]
    public void Clients_beyond_the_bucket_limit_share_a_bucket()
    {
        var buckets = new TokenBuckets(2, new HeldTime());
        for (var client = 0; client < TokenBuckets.MaxBuckets; client++)
        {
            Assert.True(buckets.TryTake(new ClientKey($"{client}", "/"), out _));
        }

        var admitted = Enumerable.Range(0, 10).Count(client => buckets.TryTake(new ClientKey($"late{client}", "/"), out _));

        Assert.Equal((2, TokenBuckets.MaxBuckets), (admitted, buckets.Count));
    }

    [Fact]
    public void Bucket_never_admits_more_than_the_rate_over_any_period() =>
        Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, NonNegativeInt[]>((rate, pauses) =>
        {
            var time = new HeldTime();
            var limit = (rate.Get % 20) + 1;
            var buckets = new TokenBuckets(limit, time);
            var elapsed = TimeSpan.Zero;
            var admitted = 0;
            foreach (var pause in pauses)
            {
                var by = TimeSpan.FromMilliseconds(pause.Get % 300);
                time.Advance(by);
                elapsed += by;
                admitted += buckets.TryTake(new ClientKey("c", "/"), out var remaining) ? 1 : 0;
                Assert.InRange(remaining, 0, limit);
            }

            Assert.True(admitted <= limit + (elapsed.TotalSeconds * limit) + 1e-6);
        }));
}
