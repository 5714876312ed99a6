using Xunit;
using Zot.Migration.Distribution;
using Zot.Server.Commands;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Commands;

public sealed class MigrationBarTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Bar_fills_up_and_is_cleared_at_the_end()
    {
        using var terminal = new StringWriter();
        var bar = new MigrationBar(terminal, total: 4096, _time);

        await foreach (var _ in bar.FollowAsync(RunAsync(bar), TestContext.Current.CancellationToken))
        {
        }

        var lines = terminal.ToString().Split("\r\u001b[K");
        Assert.Equal("[###############---------------]  50 %  2 KiB of 4 KiB  ", lines[1]);
        Assert.Equal("[##############################] 100 %  4 KiB of 4 KiB  app", lines[2]);
        Assert.Equal("", lines[^1]);
    }

    [Fact]
    public void Bar_beyond_the_expected_total_stays_full()
    {
        using var terminal = new StringWriter();

        new MigrationBar(terminal, total: 0, _time).Advance(10);

        Assert.EndsWith("] 100 %  10 bytes of 10 bytes  ", terminal.ToString(), StringComparison.Ordinal);
    }

    private async IAsyncEnumerable<MigratedRepository> RunAsync(MigrationBar bar)
    {
        await Task.Yield();
        bar.Advance(2048);
        bar.Advance(1024);
        yield return new MigratedRepository("app");
        bar.Advance(1024);
        _time.Advance(TimeSpan.FromSeconds(1));
        bar.Advance(0);
    }
}
