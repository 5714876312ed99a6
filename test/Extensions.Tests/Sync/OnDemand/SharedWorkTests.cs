#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.OnDemand;

namespace Zot.Extensions.Tests.Sync.OnDemand;

public sealed class SharedWorkTests
{
    private readonly SharedWork<string, int> _work = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Concurrent_callers_share_the_work_and_its_failure()
    {
        var (release, runs) = (new TaskCompletionSource(), 0);
        var all = Enumerable.Range(0, 10).Select(_ => _work.RunAsync("key", RunAsync, Stop)).ToList();

        release.SetResult();

        foreach (var one in all)
        {
            await Assert.ThrowsAsync<IOException>(() => one);
        }

        Assert.Equal(1, runs);
        Assert.Equal(7, await _work.RunAsync("key", static () => Task.FromResult(7), Stop));

        async Task<int> RunAsync()
        {
            Interlocked.Increment(ref runs);
            await release.Task;
            throw new IOException();
        }
    }

    [Fact]
    public async Task Caller_that_leaves_does_not_end_the_work()
    {
        var release = new TaskCompletionSource<int>();
        using var leaving = new CancellationTokenSource();
        var first = _work.RunAsync("key", () => release.Task, leaving.Token);
        var second = _work.RunAsync("key", static () => Task.FromResult(0), Stop);

        await leaving.CancelAsync();
        release.SetResult(7);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(7, await second);
    }
}
#endif
