using Xunit;
using Zot.Client.Distribution;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Distribution;

public sealed class IdleStreamTests
{
    [Fact]
    public async Task Body_without_progress_is_a_timeout()
    {
        var time = new ManualTime();
        await using var body = new PausedStream(Some.Bytes("content"));
        await using var stream = new IdleStream(body, TimeSpan.FromSeconds(60), time);
        var reading = stream.ReadAsync(new byte[10], default).AsTask();
        await body.Reading;

        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TimeoutException>(() => reading);
    }

    [Fact]
    public async Task Caller_can_cancel_a_read()
    {
        using var stop = new CancellationTokenSource();
        await using var body = new PausedStream([]);
        await using var stream = new IdleStream(body, TimeSpan.FromSeconds(60), TimeProvider.System);
        var reading = stream.ReadAsync(new byte[10], stop.Token).AsTask();
        await body.Reading;

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }
}
