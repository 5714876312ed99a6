using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Client.Distribution;
using Zot.Client.Retries;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Distribution;

public sealed class RemoteLimitsTests
{
    private static readonly byte[] Content = Some.Bytes(100_000);
    private static readonly Descriptor Blob = new(MediaTypes.OctetStream, Some.Digest(Content), Content.Length);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Request_waits_until_the_body_of_another_was_read_or_disposed(bool isRead)
    {
        await using var server = await ScriptedServer.StartAsync(SendAsync);
        using var client = server.Client(static options => options with { MaxConcurrentRequests = 1 });
        var first = (await client.OpenVerifiedAsync(Some.Repository, Blob, default))!;

        var second = client.PingAsync(default);
        Assert.False(second.IsCompleted);
        Assert.Single(server.Requests);
        await (isRead ? first.CopyToAsync(Stream.Null) : first.DisposeAsync().AsTask());
        await second.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, server.Requests.Count);
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Canceled_and_failed_requests_release_their_slot()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref requests) == 1)
            {
                await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted); // never responds
            }

            context.Response.StatusCode = requests == 2 ? 400 : 200;
        });
        using var client = server.Client(static options => options with { MaxConcurrentRequests = 1 });
        using var cancel = new CancellationTokenSource();

        var canceled = client.PingAsync(cancel.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(requests == 1), "the first request");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        await client.PingAsync(default);
    }

    [Fact]
    public async Task Blob_without_a_length_is_found_with_one_slot()
    {
        await using var server = await ScriptedServer.StartAsync(static async context =>
        {
            if (context.Request.Method == "HEAD")
            {
                context.Response.ContentLength = Content.Length;
                return;
            }

            await context.Response.Body.WriteAsync(Content.AsMemory(0, 10));
            await context.Response.Body.FlushAsync();
            await context.Response.Body.WriteAsync(Content.AsMemory(10));
        });
        using var client = server.Client(static options => options with { MaxConcurrentRequests = 1 });

        await using var blob = (await client.OpenBlobAsync(Some.Repository, Blob.Digest, default))!;
        var piece = new byte[10];

        Assert.Equal(10, await blob.ReadAsync(0, piece, default));
        Assert.Equal(Content.Length, blob.Descriptor.Size);
        Assert.Equal(Content[..10], piece);
    }

    [Fact]
    public async Task Requests_are_spaced_by_their_rate()
    {
        var time = new ManualTime();
        await using var server = await ScriptedServer.StartAsync(static _ => Task.CompletedTask);
        using var client = server.Client(options => options with { Rate = new RequestRate(0.5, time), Time = time });

        await client.PingAsync(default);
        var second = client.PingAsync(default);
        var third = client.PingAsync(default);

        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.Single(server.Requests);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await second;
        Assert.Equal((2, false), (server.Requests.Count, third.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(2));
        await third;
    }

    [Fact]
    public async Task Bodies_share_the_bandwidth()
    {
        var time = new ManualTime();
        var (bandwidth, usage) = (new Bandwidth(40_001, time), new RemoteUsage());
        var start = time.GetUtcNow();

        var reading = Task.WhenAll(ReadAsync(), ReadAsync());
        for (var timers = 0; timers < 200 && !reading.IsCompleted; timers++)
        {
            time.AdvanceToNext();
        }

        await reading.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.InRange((time.GetUtcNow() - start).TotalSeconds, 4.4, 5.5);
        Assert.Equal(200_000, usage.BytesReceived);

        async Task ReadAsync()
        {
            await using var body = new MeteredStream(new MemoryStream(Content), length: null, new RequestSlot(static () => { }), usage, bandwidth);
            while (await body.ReadAsync(new byte[Content.Length]) > 0)
            {
            }
        }
    }

    [Fact]
    public async Task Slow_body_arrives_completely()
    {
        await using var server = await ScriptedServer.StartAsync(SendAsync);
        using var client = server.Client(static options => options with { BytesPerSecond = 1_000_000 });
        await using var body = (await client.OpenVerifiedAsync(Some.Repository, Blob, default))!;
        using var copy = new MemoryStream();

        await body.CopyToAsync(copy);

        Assert.Equal(Content, copy.ToArray());
    }

    [Fact]
    public async Task Connections_beyond_the_idle_ones_are_closed()
    {
        var connections = new ConcurrentDictionary<string, bool>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            connections[context.Connection.Id] = context.Request.Headers.Connection.ToString().Contains("close", StringComparison.OrdinalIgnoreCase);
            return context.Response.Body.WriteAsync(Content).AsTask();
        });
        using var client = server.Client(static options => options with { MaxIdleConnections = 1 });

        await using (await client.OpenVerifiedAsync(Some.Repository, Blob, default))
        {
            await client.PingAsync(default);
        }

        Assert.Equal([false, true], connections.Values.Order());
    }

    [Theory]
    [InlineData("/v2/library/app/tags/list?last=b")]
    [InlineData("/v2/library/app/tags/list?last=b&ns=docker.io%3A443")]
    public async Task Namespace_is_sent_once_with_each_request_to_the_registry_only(string next)
    {
        await using var storage = await ScriptedServer.StartAsync(SendAsync);
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal))
            {
                context.Response.Redirect($"{storage.Url}signed?secret=1");
                return Task.CompletedTask;
            }

            if (!context.Request.Query.ContainsKey("last"))
            {
                context.Response.Headers.Link = $"<{next}>; rel=\"next\"";
            }

            return context.Response.WriteAsync("{\"tags\":[]}");
        });
        using var client = server.Client(static options => options with { Namespace = "docker.io:443" });

        await client.PingAsync(default);
        await client.ListTagsAsync(Some.Repository, default);
        await using var blob = await client.OpenVerifiedAsync(Some.Repository, Blob, default);

        Assert.Equal(
            [
                "GET /v2/?ns=docker.io%3A443",
                "GET /v2/library/app/tags/list?n=1000&ns=docker.io%3A443",
                "GET /v2/library/app/tags/list?last=b&ns=docker.io%3A443",
                $"GET /v2/library/app/blobs/{Blob.Digest}?ns=docker.io%3A443",
            ],
            server.Targets);
        Assert.Equal("GET /signed?secret=1", Assert.Single(storage.Targets));
    }

    [Fact]
    public async Task Password_does_not_follow_a_redirect_to_another_host()
    {
        await using var storage = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"storage\"";
            return Task.CompletedTask;
        });
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization.Count == 0)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"registry\"";
            }
            else
            {
                context.Response.Redirect($"{storage.Url}blob");
            }

            return Task.CompletedTask;
        });
        using var client = server.Client(static options => options with { Credentials = static () => RemoteCredentials.ForUser("user", "password") });

        await Assert.ThrowsAsync<RemoteRegistryException>(() => client.OpenVerifiedAsync(Some.Repository, Blob, default));

        Assert.Equal([null, "Basic dXNlcjpwYXNzd29yZA=="], server.Requests.Select(static one => one.Authorization));
        Assert.Null(Assert.Single(storage.Requests).Authorization);
    }

    [Fact]
    public async Task Usage_counts_attempts_failures_and_bytes_of_all_clients()
    {
        var requests = 0;
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = ++requests == 1 ? 503 : 200;
            return requests == 1 ? Task.CompletedTask : context.Response.Body.WriteAsync(Content).AsTask();
        });
        var usage = new RemoteUsage();
        using var client = server.Client(options => options with { Usage = usage });
        using var other = server.Client(options => options with { Usage = usage });

        await using (var blob = await client.OpenVerifiedAsync(Some.Repository, Blob, default))
        {
            await blob!.CopyToAsync(Stream.Null);
        }

        await other.PingAsync(default);

        Assert.Equal((3, 1, 100_000), (usage.Requests, usage.Failures, usage.BytesReceived));
    }

    [Fact]
    public async Task Unreachable_registry_is_a_failure()
    {
        var usage = new RemoteUsage();
        Uri url;
        await using (var server = await ScriptedServer.StartAsync(static _ => Task.CompletedTask))
        {
            url = server.Url;
        }

        using var client = new RemoteRegistry(new RemoteOptions(url) { Usage = usage, Retries = new RetryOptions { MaxRetries = 0 } });
        await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));

        Assert.Equal((1, 1), (usage.Requests, usage.Failures));
    }

    [Fact]
    public async Task Clients_share_a_breaker()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var breaker = new CircuitBreaker(threshold: 1, TimeSpan.FromMinutes(1), TimeProvider.System);
        using var client = server.Client(options => options with { Breaker = breaker, Retries = new RetryOptions { MaxRetries = 0 } });
        using var other = server.Client(options => options with { Breaker = breaker });

        await Assert.ThrowsAsync<RemoteRegistryException>(() => client.PingAsync(default));
        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => other.PingAsync(default));

        Assert.IsType<CircuitOpenException>(failure.InnerException);
        Assert.Single(server.Requests);
        Assert.True(breaker.IsOpen);
    }

    [Fact]
    public void Limit_that_is_not_positive_is_rejected()
    {
        var options = new RemoteOptions(new Uri("http://host"));

        Assert.Throws<ArgumentOutOfRangeException>(() => new RemoteRegistry(options with { MaxConcurrentRequests = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestRate(0, TimeProvider.System));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestRate(double.NaN, TimeProvider.System));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemoteRegistry(options with { BytesPerSecond = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RemoteRegistry(options with { MaxIdleConnections = 0 }));
    }

    private static Task SendAsync(HttpContext context)
    {
        context.Response.ContentLength = Content.Length;
        return context.Response.Body.WriteAsync(Content).AsTask();
    }
}
