using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Kestrel;

namespace Zot.Core.Tests.Http.Kestrel;

public sealed class KestrelTuningTests
{
    [Fact]
    public void Configure_sets_the_limits_of_the_registry()
    {
        var options = new KestrelServerOptions();

        new KestrelTuning(() => new HttpOptions()).Configure(options);

        Assert.False(options.AddServerHeader);
        Assert.Null(options.Limits.MaxRequestBodySize);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromSeconds(120), options.Limits.KeepAliveTimeout);
        Assert.NotNull(options.Limits.MinRequestBodyDataRate);
        ThreadPool.GetMinThreads(out var workers, out _);
        Assert.True(workers >= 16);
    }

    [Fact]
    public void Returned_block_is_rented_again_only_once()
    {
        var factory = new LargeBlockPoolFactory(new LargeBlocks());
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

    [Theory]
    [InlineData(1, 64 * 1024, 128)]
    [InlineData(64 * 1024, 64 * 1024, 128)]
    [InlineData(64 * 1024 + 1, 256 * 1024, 32)]
    [InlineData(256 * 1024, 256 * 1024, 32)]
    public void Blocks_beyond_the_limit_are_not_kept(int asked, int length, int maxKept)
    {
        var blocks = new LargeBlocks();
        var lent = Enumerable.Range(0, maxKept + 10).Select(_ => blocks.Rent(asked)).ToArray();

        Array.ForEach(lent, block => block.Dispose());

        Assert.Equal(length, lent[0].Memory.Length);
        Assert.Equal((long)length * maxKept, blocks.Kept);
        blocks.Release();
        Assert.Equal(0, blocks.Kept);
    }

    [Fact]
    public void Block_larger_than_the_maximum_is_rejected()
    {
        using var pool = new LargeBlockPoolFactory(new LargeBlocks()).Create();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(pool.MaxBufferSize + 1));
    }

    [Fact]
    public async Task Idle_limit_aborts_its_own_request_only()
    {
        var time = new HeldTime();
        var context = new DefaultHttpContext();
        var lifetime = new CutRequest();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);

        Assert.Null(IdleLimit.Start(context, TimeSpan.Zero, time));
        IdleLimit.Start(context, TimeSpan.FromSeconds(1), time)!.Dispose();
        var ended = await time.NextDelayAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        ended.Elapse();
        var isCutTooEarly = lifetime.IsCut;
        using var limit = IdleLimit.Start(context, TimeSpan.FromSeconds(1), time);
        var delay = await time.NextDelayAsync();
        limit!.StartWaiting();
        time.Advance(TimeSpan.FromSeconds(1));
        delay.Elapse();

        Assert.Equal((false, true), (isCutTooEarly, lifetime.IsCut));
    }

    [Fact]
    public async Task Idle_limit_does_not_count_the_time_that_the_storage_takes_between_two_reads()
    {
        var time = new HeldTime();
        var context = new DefaultHttpContext();
        var lifetime = new CutRequest();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        using var limit = IdleLimit.Start(context, TimeSpan.FromSeconds(2), time);
        var delay = await time.NextDelayAsync();
        using var body = IdleLimit.Watch(new MemoryStream(new byte[100]), limit);
        await body.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromMinutes(1));
        delay.Elapse();

        Assert.False(lifetime.IsCut);
    }

    [Fact]
    public async Task Idle_limit_never_aborts_a_body_that_makes_progress()
    {
        var time = new HeldTime();
        var context = new DefaultHttpContext();
        var lifetime = new CutRequest();
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        using var limit = IdleLimit.Start(context, TimeSpan.FromSeconds(2), time);
        var delay = await time.NextDelayAsync();
        using var body = IdleLimit.Watch(new MemoryStream(new byte[100]), limit);

        for (var second = 0; second < 100; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await body.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken);
            delay.Elapse();
        }

        Assert.False(lifetime.IsCut);
        limit!.StartWaiting();
        time.Advance(TimeSpan.FromSeconds(2));
        delay.Elapse();
        Assert.True(lifetime.IsCut);
    }

    [Theory]
    [InlineData(60, 240, 5, 60)]
    [InlineData(0, 240, 5, 30)]
    [InlineData(3, 1000, 3, 3)]
    [InlineData(1, 1000, 1, 2)]
    [InlineData(1, 0, 1, null)]
    public void Limits_follow_the_configuration(int timeout, int rate, int headTime, int? grace)
    {
        var options = new KestrelServerOptions();
        var http = new HttpOptions { ReadTimeout = TimeSpan.FromSeconds(timeout), WriteTimeout = TimeSpan.FromSeconds(timeout), MinRate = rate };

        new KestrelTuning(() => http).Configure(options);

        Assert.Equal(TimeSpan.FromSeconds(headTime), options.Limits.RequestHeadersTimeout);
        Assert.Equal(rate > 0 ? rate : null, options.Limits.MinRequestBodyDataRate?.BytesPerSecond);
        Assert.Equal(rate > 0 ? rate : null, options.Limits.MinResponseDataRate?.BytesPerSecond);
        Assert.Equal(grace, options.Limits.MinRequestBodyDataRate?.GracePeriod.TotalSeconds);
        Assert.Equal(grace, options.Limits.MinResponseDataRate?.GracePeriod.TotalSeconds);
    }

    private sealed class CutRequest : IHttpRequestLifetimeFeature
    {
        public bool IsCut { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsCut = true;
    }
}
