using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Xunit;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata;

public sealed class MetadataIndexTests : IDisposable
{
    private static readonly Digest One = Some.Digest("one");
    private static readonly Digest Two = Some.Digest("two");
    private static readonly RepositoryName App = Some.Repository;

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly CollectingLogger<MetadataIndex> _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Pulls_are_counted_and_the_last_is_recorded()
    {
        await using var index = Open();
        index.NotePull(App, One);
        _time.Advance(TimeSpan.FromMinutes(1));
        index.NotePull(App, One);
        index.NotePull(Some.OtherRepository, One);

        var known = (await index.ReadAsync(App, default))[One];

        Assert.Equal(new ManifestStatistics(Pushed: null, _time.GetUtcNow(), 2), known);
    }

    [Fact]
    public async Task Only_the_first_push_counts()
    {
        await using var index = Open();
        var first = _time.GetUtcNow();
        index.NotePush(App, One, "alice");
        await index.ReadAsync(App, default);
        _time.Advance(TimeSpan.FromDays(1));
        index.NotePush(App, One, "bob");

        Assert.Equal(new ManifestStatistics(first, PushedBy: "alice"), (await index.ReadAsync(App, default))[One]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tagging_counts_as_a_push_now_and_keeps_the_pulls(bool isWrittenBetween)
    {
        await using var index = Open();
        var pulled = _time.GetUtcNow();
        index.NotePush(App, One, "alice");
        index.NotePull(App, One);
        if (isWrittenBetween)
        {
            await index.ReadAsync(App, default);
        }

        _time.Advance(TimeSpan.FromDays(1));
        index.NoteTagging(App, One, "bob");

        Assert.Equal(new ManifestStatistics(_time.GetUtcNow(), pulled, 1, "bob"), (await index.ReadAsync(App, default))[One]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deletion_removes_earlier_statistics_but_not_later_ones(bool isWrittenBetween)
    {
        await using var index = Open();
        index.NotePush(App, One, "alice");
        index.NotePull(App, One);
        if (isWrittenBetween)
        {
            await index.ReadAsync(App, default);
        }

        _time.Advance(TimeSpan.FromDays(1));
        index.NoteDeletion(App, One);
        index.NotePush(App, One, "bob");

        Assert.Equal(new ManifestStatistics(_time.GetUtcNow(), PushedBy: "bob"), (await index.ReadAsync(App, default))[One]);
    }

    [Fact]
    public async Task Statistics_survive_a_restart()
    {
        var since = _time.GetUtcNow();
        await using (var index = Open())
        {
            index.NotePush(App, One, caller: null);
            index.NotePull(App, One);
        }

        _time.Advance(TimeSpan.FromDays(1));
        await using var again = Open();

        Assert.Equal(new ManifestStatistics(since, since, 1), (await again.ReadAsync(App, default))[One]);
        Assert.Equal(since, again.Since);
    }

    [Fact]
    public async Task Changes_are_written_within_a_second()
    {
        await using var index = Open();
        index.NotePull(App, One);
        _time.Advance(TimeSpan.FromSeconds(1));

        await using var reader = Open();
        await Eventually.HoldsAsync(async () => (await reader.ReadAsync(App, default)).Count == 1, "another process sees it");
    }

    [Fact]
    public async Task Failed_write_ends_neither_the_index_nor_its_shutdown()
    {
        await using (var index = Open())
        {
            index.NotePull(App, One);
            await RenameAsync("statistics", "gone");
            _time.Advance(TimeSpan.FromSeconds(1));
            index.NotePull(App, Two);
        }
    }

    [Fact]
    public async Task Failed_write_is_retried_until_it_succeeds()
    {
        await using var index = Open();
        index.NotePull(App, One);
        await RenameAsync("statistics", "gone");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => Task.FromResult(_log.Lines.Any(static line => line.StartsWith("4041 ", StringComparison.Ordinal))), "the failure is in the log");
        await RenameAsync("gone", "statistics");

        await Eventually.HoldsAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await using var reader = Open();
                return (await reader.ReadAsync(App, default)).Count == 1;
            },
            "another process sees it");
    }

    [Fact]
    public async Task Batch_that_fails_unexpectedly_is_logged_and_the_next_one_is_written()
    {
        await using var index = SqliteMetadataStore.OpenIndex(_directory.Path, _time, new FailingLogger(_log));
        index.NotePull(App, One);
        await RenameAsync("statistics", "gone");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(
            () => Task.FromResult(_log.Lines.Any(static line => line.StartsWith("4092 ", StringComparison.Ordinal))),
            "the failure is in the log");
        await RenameAsync("gone", "statistics");
        index.NotePull(App, Two);

        await Eventually.HoldsAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await using var reader = Open();
                return (await reader.ReadAsync(App, default)).ContainsKey(Two);
            },
            "another process sees the next batch");
    }

    [Fact]
    public async Task Settling_removes_missing_manifests_and_adds_unrecorded_pushes()
    {
        await using var index = Open();
        index.NotePush(App, One, "alice");
        index.NotePull(App, Two);
        _time.Advance(TimeSpan.FromDays(1));
        var asOf = _time.GetUtcNow();
        var pushed = asOf - TimeSpan.FromDays(9);
        index.NotePush(App, Some.Digest("young"), "alice");

        await index.ReplaceAsync(App, new Dictionary<Digest, DateTimeOffset> { [Two] = pushed }, asOf, default);

        var known = await index.ReadAsync(App, default);
        Assert.Equal(new HashSet<Digest> { Two, Some.Digest("young") }, known.Keys.ToHashSet());
        Assert.Equal((pushed, 1), (known[Two].Pushed, known[Two].Downloads));
    }

    [Fact]
    public async Task Damaged_index_is_moved_aside_and_recreated()
    {
        await using (var index = Open())
        {
            index.NotePull(App, One);
        }

        var path = Path.Combine(_directory.Path, SqliteMetadataStore.Path);
        await File.WriteAllTextAsync(path, "this is no database, and long enough to be taken for the first page of one");
        _time.Advance(TimeSpan.FromDays(1));

        await using var again = Open();

        Assert.Empty(await again.ReadAsync(App, default));
        Assert.Equal(_time.GetUtcNow(), again.Since);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!, "index.db.damaged-*"));
    }

    private async Task RenameAsync(string table, string name)
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_directory.Path, SqliteMetadataStore.Path)};Pooling=False");
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = other.CreateCommand();
        command.CommandText = $"ALTER TABLE {table} RENAME TO {name}";
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private MetadataIndex Open() => SqliteMetadataStore.OpenIndex(_directory.Path, _time, _log);

    /// <summary>A logger that fails with the message of a failed batch.</summary>
    private sealed class FailingLogger(ILogger log) : ILogger<MetadataIndex>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 4041)
            {
                throw new InvalidOperationException("not expected");
            }

            log.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
