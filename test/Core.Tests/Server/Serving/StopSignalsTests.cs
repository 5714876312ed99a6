using Xunit;
using Zot.Server.Serving;

namespace Zot.Core.Tests.Server.Serving;

public sealed class StopSignalsTests
{
    [Fact]
    public async Task First_stop_lets_active_requests_complete()
    {
        using var signals = new StopSignals(static () => { });
        var waiting = signals.WaitAsync();
        Assert.False(waiting.IsCompleted);

        signals.Stop();

        await waiting.WaitAsync(TimeSpan.FromSeconds(120));
        Assert.True(signals.Stopping.IsCancellationRequested);
        Assert.False(signals.StoppingNow.IsCancellationRequested);
    }

    [Fact]
    public void Second_stop_aborts_immediately()
    {
        using var signals = new StopSignals(static () => { });

        signals.Stop();
        signals.Stop();
        signals.Stop();

        Assert.True(signals.StoppingNow.IsCancellationRequested);
    }
}
