#if EXT_EVENTS
using Xunit;
using Zot.Extensions.Events.Journal;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["_events/journal.db"];

    [Fact]
    public async Task Events_are_read_in_order_and_numbered_per_repository()
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
    public async Task New_sink_starts_after_the_existing_events()
    {
        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("old");
        await journal.AppendAsync([SomeEvents.Push("1")]);

        var position = await journal.OpenSinkAsync("new");

        Assert.Empty(await journal.ReadAsync("new", position, repository: null, 10));
        Assert.Equal(0, await journal.OpenSinkAsync("old"));
    }

    [Fact]
    public async Task Sink_resumes_at_its_position_after_a_restart()
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
    public async Task Intent_that_was_not_completed_is_open_after_a_restart()
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
    public async Task Damaged_journal_is_moved_aside_and_recreated()
    {
        Directory.CreateDirectory(_folder["_events"]);
        await File.WriteAllTextAsync(Path, new string('x', 8192), TestContext.Current.CancellationToken);

        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("hook");
        await journal.AppendAsync([SomeEvents.Push("1")]);

        Assert.Single(await journal.ReadAsync("hook", 0, repository: null, 10));
        Assert.Single(Directory.GetFiles(_folder["_events"], "journal.db.damaged-*"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_writers_lose_no_events(bool isDurable)
    {
        const int Writers = 32;
        const int Each = 50;
        await using var journal = SomeEvents.Journal(Path, isDurable);
        var position = await journal.OpenSinkAsync("hook");

        await Parallel.ForAsync(0, Writers, async (writer, _) =>
        {
            for (var i = 0; i < Each; i++)
            {
                var intent = await journal.BeginAsync(new Intent(SomeEvents.Push($"{writer}-{i}", $"r{writer}"), [], IsNewRepository: false));
                await journal.EndAsync(intent, [SomeEvents.Push($"{writer}-{i}", $"r{writer}")]);
            }
        });

        var all = await journal.ReadAsync("hook", position, repository: null, 2 * Writers * Each);
        Assert.Equal(Writers * Each, all.Select(static entry => entry.Event.Id).Distinct().Count());
        Assert.All(
            all.GroupBy(static entry => entry.Event.Repository),
            static repository => Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{repository.Key[1..]}-{i}"), repository.Select(static entry => entry.Event.Id)));
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Closed_journal_fails_writes(bool isDurable)
    {
        var journal = SomeEvents.Journal(Path, isDurable);
        await journal.DisposeAsync();

        await Assert.ThrowsAsync<JournalException>(async () => await journal.AppendAsync([SomeEvents.Push("1")]));
    }

    [Fact]
    public async Task Write_ahead_log_is_bounded()
    {
        const int Limit = 32 * 1024 * 1024;
        await using var journal = SomeEvents.Journal(Path);
        await journal.AppendAsync([.. Enumerable.Range(0, 100_000).Select(static i => SomeEvents.Push($"{i}"))]);
        Assert.True(new FileInfo(Path + "-wal").Length > Limit);

        // Checkpoints run concurrently with commits: a few more commits may still go to the old log.
        await Eventually.HoldsAsync(
            async () =>
            {
                await journal.AppendAsync([SomeEvents.Push(Guid.NewGuid().ToString())]);
                return new FileInfo(Path + "-wal").Length < Limit && new FileInfo(Path).Length > Limit;
            },
            "the log stays small, and the journal has its content");
    }

    public void Dispose() => _folder.Dispose();
}
#endif
