using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;

namespace Zot.Http.Tests;

public sealed class KestrelTuningTests
{
    [Fact]
    public void Configure_SetsTheLimitsOfTheRegistry()
    {
        var options = new KestrelServerOptions();

        new KestrelTuning().Configure(options);

        Assert.False(options.AddServerHeader);
        Assert.Null(options.Limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(120), options.Limits.KeepAliveTimeout);
        Assert.NotNull(options.Limits.MinRequestBodyDataRate);
        ThreadPool.GetMinThreads(out var workers, out _);
        Assert.True(workers >= 16);
    }

    [Fact]
    public void Blocks_GivenBack_AreLentAgainAndOnlyOnce()
    {
        var factory = new LargeBlockPoolFactory();
        using var pool = factory.Create();
        using var other = factory.Create(new MemoryPoolOptions());
        var block = pool.Rent(4096);
        Assert.Equal(64 * 1024, block.Memory.Length);

        block.Dispose();
        block.Dispose();
        using var first = other.Rent();
        using var second = pool.Rent();

        Assert.Same(block, first);
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Blocks_BeyondTheLimit_AreNotKept()
    {
        var blocks = new LargeBlocks();
        var lent = Enumerable.Range(0, 300).Select(_ => blocks.Rent()).ToArray();

        foreach (var block in lent)
        {
            block.Dispose();
        }

        Assert.Equal(256, blocks.Kept);
    }

    [Fact]
    public void Blocks_LargerThanThereAre_AreRefused()
    {
        using var pool = new LargeBlockPoolFactory().Create();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(64 * 1024 + 1));
    }

    [Fact]
    public async Task Deadline_ThatExpires_CutsItsOwnRequestOnly()
    {
        var time = new HeldTime();
        var context = new DefaultHttpContext();
        var lifetime = new CutRequest();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);

        Assert.Null(RequestDeadline.Start(context, TimeSpan.Zero, time));
        RequestDeadline.Start(context, TimeSpan.FromSeconds(1), time)!.Dispose();
        var ended = await time.NextDelayAsync();
        ended.Elapse();
        var isCutTooEarly = lifetime.IsCut;
        using var deadline = RequestDeadline.Start(context, TimeSpan.FromSeconds(1), time);
        (await time.NextDelayAsync()).Elapse();

        Assert.Equal((false, true), (isCutTooEarly, lifetime.IsCut));
    }

    private sealed class CutRequest : IHttpRequestLifetimeFeature
    {
        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsCut = true;
    }
}
