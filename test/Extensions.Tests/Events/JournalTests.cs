#if EXT_EVENTS
using Xunit;
using Zot.Extensions.Events;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["_events/journal.db"];

    [Fact]
    public async Task Events_AreReadInTheirOrderAndNumberedByRepository()
    {
        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("hook");
        await journal.AppendAsync([SomeEvents.Push("1", "a"), SomeEvents.Push("2", "b")]);
        await journal.AppendAsync([SomeEvents.Push("3", "a")]);

        var all = await journal.ReadAsync("hook", 0, repository: null, 10);
        var ofA = await journal.ReadAsync("hook", 0, "a", 10);

        Assert.Equal([("1", 1L), ("2", 1L), ("3", 2L)], all.Select(static entry => (entry.Event.Id, entry.Turn)));
        Assert.Equal(["1", "3"], ofA.Select(static entry => entry.Event.Id));
        Assert.Equal(SomeEvents.Push("1", "a"), all[0].Event);
    }

    [Fact]
    public async Task Sink_ThatIsNew_BeginsAfterWhatIsThere()
    {
        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("old");
        await journal.AppendAsync([SomeEvents.Push("1")]);

        var position = await journal.OpenSinkAsync("new");

        Assert.Empty(await journal.ReadAsync("new", position, repository: null, 10));
        Assert.Equal(0, await journal.OpenSinkAsync("old"));
    }

    [Fact]
    public async Task Sink_GoesOnAfterARestartWhereItWas()
    {
        await using (var journal = SomeEvents.Journal(Path))
        {
            await journal.OpenSinkAsync("hook");
            await journal.AppendAsync([SomeEvents.Push("1", "a"), SomeEvents.Push("2", "b"), SomeEvents.Push("3", "c")]);
            await journal.FinishAsync("hook", sequence: 3, position: 0, dead: null);
            await journal.FinishAsync("hook", sequence: 1, position: 1, dead: null);
        }

        await using var again = SomeEvents.Journal(Path);
        var left = await again.ReadAsync("hook", await again.OpenSinkAsync("hook"), repository: null, 10);

        Assert.Equal(["2"], left.Select(static entry => entry.Event.Id));
    }

    [Fact]
    public async Task Intent_ThatWasNotEnded_IsOpenAfterARestart()
    {
        var intent = new Intent(SomeEvents.Push("1"), [new IntendedTag("1.4.0", Before: null)], IsNewRepository: true);
        await using (var journal = SomeEvents.Journal(Path))
        {
            var ended = await journal.BeginAsync(intent);
            await journal.BeginAsync(intent);
            await journal.EndAsync(ended, [SomeEvents.Push("2")]);
        }

        await using var again = SomeEvents.Journal(Path);
        var (_, open) = Assert.Single(again.OpenIntents);

        Assert.Equal(intent.Event, open.Event);
        Assert.Equal(intent.Tags, open.Tags);
        Assert.True(open.IsNewRepository);
    }

    [Fact]
    public async Task Journal_ThatIsDamaged_IsSetAsideAndBegunAnew()
    {
        Directory.CreateDirectory(_folder["_events"]);
        await File.WriteAllTextAsync(Path, new string('x', 8192), TestContext.Current.CancellationToken);

        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("hook");
        await journal.AppendAsync([SomeEvents.Push("1")]);

        Assert.Single(await journal.ReadAsync("hook", 0, repository: null, 10));
        Assert.Single(Directory.GetFiles(_folder["_events"], "journal.db.damaged-*"));
    }

    [Fact]
    public async Task Writers_AtTheSameTime_LoseNothing()
    {
        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("hook");

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
            await journal.AppendAsync([SomeEvents.Push($"{number}", $"repo{number % 7}")])));

        var all = await journal.ReadAsync("hook", 0, repository: null, 1000);
        Assert.Equal(500, all.Select(static entry => entry.Event.Id).Distinct().Count());
        Assert.All(all.GroupBy(static entry => entry.Event.Repository), static group =>
            Assert.Equal(Enumerable.Range(1, group.Count()).Select(static turn => (long)turn), group.Select(static entry => entry.Turn)));
    }

    public void Dispose() => _folder.Dispose();
}
#endif
