using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Manifests;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http.Manifests;

/// <summary>Manifest bodies share a memory limit, and have a time limit.</summary>
public sealed class ManifestBodiesTests
{
    private const int Large = 4 * 1024 * 1024;

    [Fact]
    public void Slow_bodies_never_hold_more_than_the_limit()
    {
        var bodies = new ManifestBodies(TimeProvider.System);
        var leases = Enumerable.Range(0, 150).Select(_ => bodies.Begin()).ToList();

        foreach (var lease in leases)
        {
            Assert.True(lease.TryReserve(Large));
            Assert.InRange(bodies.Held, Large, ManifestBodies.MaxBytes);
        }

        Assert.All(leases.SkipLast(16), static lease => Assert.True(lease.IsDiscarded));
        Assert.All(leases.TakeLast(16), static lease => Assert.False(lease.IsDiscarded));
        leases.ForEach(static lease => lease.Dispose());
        Assert.Equal(0, bodies.Held);
    }

    [Fact]
    public void Received_body_is_not_discarded()
    {
        var bodies = new ManifestBodies(TimeProvider.System);
        var arrived = Enumerable.Range(0, 16).Select(_ => bodies.Begin()).ToList();
        arrived.ForEach(static lease =>
        {
            Assert.True(lease.TryReserve(Large));
            lease.Arrived();
        });

        using var next = bodies.Begin();

        Assert.False(next.TryReserve(1));
        Assert.All(arrived, static lease => Assert.False(lease.IsDiscarded));
        arrived[0].Dispose();
        Assert.True(next.TryReserve(1));
        arrived.ForEach(static lease => lease.Dispose());
    }

    [Fact]
    public async Task Body_that_times_out_is_408()
    {
        var time = new HeldTime();
        await using var server = await RegistryServer.StartAsync(configure: services => services.AddSingleton(new ManifestBodies(time)));

        var answer = server.SendRawAsync(Head(10) + "{");
        var delay = await time.NextDelayAsync();
        delay.Elapse();

        Assert.Equal(ManifestBodies.ArrivalLimit, delay.DueTime);
        Assert.StartsWith("HTTP/1.1 408 ", await answer, StringComparison.Ordinal);
        Assert.Null(server.Registry.Pushed);
    }

    [Fact]
    public async Task Discarded_body_is_503_and_the_next_one_is_stored()
    {
        var bodies = new ManifestBodies(TimeProvider.System);
        await using var server = await RegistryServer.StartAsync(configure: services => services.AddSingleton(bodies));
        var slow = server.SendRawAsync(Head(10) + "{");
        await Eventually.SingleAsync(() => bodies.Held > 0 ? [bodies.Held] : Array.Empty<long>());
        using var greedy = bodies.Begin();

        Assert.True(greedy.TryReserve((int)ManifestBodies.MaxBytes));

        Assert.StartsWith("HTTP/1.1 503 ", await slow, StringComparison.Ordinal);
        greedy.Dispose();
        var content = new byte[Large];
        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", Body(content));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(content, server.Registry.Pushed!.Content.ToArray());
        Assert.Equal(0, bodies.Held);
    }

    private static string Head(int length) =>
        $"PUT /v2/app/manifests/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: {MediaTypes.OciManifest}\r\nContent-Length: {length}\r\n\r\n";

    private static ByteArrayContent Body(byte[] content)
    {
        var body = new ByteArrayContent(content);
        body.Headers.TryAddWithoutValidation("Content-Type", MediaTypes.OciManifest);
        return body;
    }
}
