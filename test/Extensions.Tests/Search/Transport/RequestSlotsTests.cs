#if EXT_SEARCH
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Extensions.Search.Transport;
using Zot.Registry;

namespace Zot.Extensions.Tests.Search.Transport;

public sealed class RequestSlotsTests
{
    private const string History = "{Image(image:\"team/app:v1\"){Manifests{History{HistoryDescription{CreatedBy}}}}}";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(4, 4)]
    [InlineData(64, 8)]
    public async Task Requests_run_by_the_number_of_processors(int processors, int running)
    {
        using var slots = RequestSlots.For(processors);
        var requests = Enumerable.Range(0, 2 * running).Select(number => RunAsync(slots, $"caller {number}")).ToList();

        Assert.Equal(running, _running);
        await ReleaseAsync(requests);
        Assert.Equal(2 * running, _running);
        Assert.Equal(0, slots.Callers);
    }

    [Fact]
    public async Task Caller_has_half_of_the_slots_and_a_part_of_the_queue()
    {
        using var slots = new RequestSlots(4);
        var requests = Enumerable.Range(0, 18).Select(_ => RunAsync(slots, "alice")).ToList();
        Assert.Equal(2, _running);

        var rejected = await Assert.ThrowsAsync<RejectedRequestException>(() => RunAsync(slots, "alice"));
        requests.Add(RunAsync(slots, "bob"));

        Assert.Equal((429, "too many concurrent requests of this caller: try again later"), (rejected.Status, rejected.Message));
        Assert.Equal(3, _running);
        await ReleaseAsync(requests);
        Assert.Equal(19, _running);
    }

    [Fact]
    public async Task Queue_of_all_callers_is_limited()
    {
        using var slots = new RequestSlots(2);
        var requests = Enumerable.Range(0, 66).Select(number => RunAsync(slots, $"caller {number}")).ToList();

        var rejected = await Assert.ThrowsAsync<RejectedRequestException>(() => RunAsync(slots, "one more"));

        Assert.Equal((503, "too many concurrent requests: try again later"), (rejected.Status, rejected.Message));
        await ReleaseAsync(requests);
        Assert.Equal((66, 0), (_running, slots.Callers));
    }

    [Fact]
    public async Task Request_that_fails_or_is_aborted_leaves_its_slot()
    {
        using var slots = new RequestSlots(1);
        using var aborted = new CancellationTokenSource();
        var first = RunAsync(slots, "alice");
        var waiting = slots.RunAsync("alice", () => Task.FromResult(true), aborted.Token);
        await aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await ReleaseAsync([first]);
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => slots.RunAsync<bool>("alice", () => throw new InvalidOperationException(), default));
        Assert.True(await slots.RunAsync("alice", () => Task.FromResult(true), default).WaitAsync(Limit, TestContext.Current.CancellationToken));
        Assert.Equal(0, slots.Callers);
    }

    [Fact]
    public async Task Request_beyond_the_queue_is_answered_at_once_with_a_time_to_retry()
    {
        await using var zot = await SearchFixture.CreateAsync(decorate: registry => new WaitingRegistry(registry, this));
        await zot.Registry.PushAsync("team/app", "v1", "{}");
        List<Task<HttpResponse>> requests = [];
        for (var number = 0; number < 100; number++)
        {
            requests.Add(zot.RespondAsync(History, "alice"));
        }

        var rejected = requests.FindAll(static request => request.IsCompleted);
        var other = await zot.RespondAsync("{__typename}", "bob").WaitAsync(Limit, TestContext.Current.CancellationToken);
        _release.SetResult();
        var responses = await Task.WhenAll(requests).WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(200, other.StatusCode);
        Assert.Equal(100 - 16 - RunningOfOne, rejected.Count);
        Assert.Equal(rejected.Count, responses.Count(static response => response.StatusCode == 429 && response.Headers.RetryAfter == "1"));
        Assert.Equal(16 + RunningOfOne, responses.Count(static response => response.StatusCode == 200));
    }

    private static int RunningOfOne => Math.Clamp(Environment.ProcessorCount, 2, 8) / 2;

    private Task<bool> RunAsync(RequestSlots slots, string caller) => slots.RunAsync(
        caller,
        async () =>
        {
            Interlocked.Increment(ref _running);
            await _release.Task;
            return true;
        },
        default);

    private async Task ReleaseAsync(IEnumerable<Task> requests)
    {
        _release.SetResult();
        await Task.WhenAll(requests).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    // Keeps requests in their slots until they are released.
    private sealed class WaitingRegistry(IRegistry inner, RequestSlotsTests test) : DelegatingRegistry(inner)
    {
        public override async ValueTask<BlobContent?> OpenBlobAsync(
            RepositoryName repository, Digest digest, CancellationToken cancellationToken)
        {
            await test._release.Task;
            return await Inner.OpenBlobAsync(repository, digest, cancellationToken);
        }
    }
}
#endif
