using Xunit;
using Zot.Server.Serving;

namespace Zot.Core.Tests.Server.Serving;

public sealed class StopSignalsTests
{
    [Fact]
    public async Task Stop_First_LetsWhatHasBegunEnd()
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
    public void Stop_Second_WaitsForNothing()
    {
        using var signals = new StopSignals(static () => { });

        signals.Stop();
        signals.Stop();
        signals.Stop();

        Assert.True(signals.StoppingNow.IsCancellationRequested);
    }
}
