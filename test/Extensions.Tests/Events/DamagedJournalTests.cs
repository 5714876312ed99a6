#if EXT_EVENTS
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Client.Retries;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Hosting;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

public sealed class DamagedJournalTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Path => _folder["_events/journal.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_wrong_byte_anywhere_in_an_event_quarantines_that_event_only()
    {
        await FillAsync(events: 1);
        var body = Body("SELECT body FROM events");
        var random = new Random(7);
        for (var place = 0; place < body.Length; place += 1 + random.Next(7))
        {
            var damaged = (byte[])body.Clone();
            damaged[place] ^= (byte)(1 << random.Next(8));
            File.Delete(Path);
            await FillAsync(events: 5);
            Execute("UPDATE events SET body = $body WHERE sequence = 3", damaged);

            var sink = await DeliverAsync();

            Assert.Equal(["1", "2", "4", "5"], sink.Taken.Select(static entry => entry.Event.Id).Order());
            Assert.Equal((1L, 3L), (Number("SELECT COUNT(*) FROM quarantine"), Number("SELECT number FROM quarantine")));
        }
    }

    [Fact]
    public async Task Journal_that_cannot_be_opened_on_a_read_only_disk_is_empty_and_each_write_fails()
    {
        await File.WriteAllTextAsync(_folder["_events"], "in the way", TestContext.Current.CancellationToken);
        Assert.Throws<StartupException>(() => SomeEvents.Journal(Path));

        await using var journal = new SqliteJournal(Path, isDurable: true, TimeProvider.System, NullLogger.Instance, meter: null, isDiskWritable: false);

        Assert.False(journal.IsWritable);
        Assert.Empty(journal.OpenIntents);
        Assert.Empty(journal.ReadAll(0, 10));
        Assert.Equal((0, 0, 0), (journal.Last, journal.CountDead("hook"), journal.CountQuarantined()));
        await Assert.ThrowsAsync<JournalException>(
            async () => await journal.BeginAsync(new Intent(SomeEvents.Push("1"), [], IsNewRepository: false)));
        await Assert.ThrowsAsync<JournalException>(async () => await journal.OpenSinkAsync("hook"));
    }

    [Fact]
    public async Task Journal_of_a_later_version_is_rejected_on_a_read_only_disk_too()
    {
        await FillAsync(events: 1);
        Execute("PRAGMA user_version = 99");

        Assert.Throws<StartupException>(
            () => new SqliteJournal(Path, isDurable: true, TimeProvider.System, NullLogger.Instance, meter: null, isDiskWritable: false));
    }

    [Theory]
    [InlineData("UPDATE events SET body = x'00'")]
    [InlineData("UPDATE events SET body = 'text'")]
    [InlineData("UPDATE events SET body = 7")]
    [InlineData("UPDATE events SET checksum = 7")]
    [InlineData("UPDATE events SET checksum = 'seven'")]
    [InlineData("UPDATE events SET id = 'another'")]
    [InlineData("UPDATE events SET repository = 'team/other'")]
    [InlineData("UPDATE events SET turn = 'first'")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('null' AS BLOB)")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('{}' AS BLOB)")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('{\"Id\":\"3\",\"Kind\":99,\"Repository\":\"team/app\"}' AS BLOB)")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('{\"Id\":\"3\",\"Kind\":2,\"Repository\":\"team/app\"}' AS BLOB)")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('{\"Id\":\"3\",\"Kind\":1,\"Repository\":\"../..\"}' AS BLOB)")]
    [InlineData("UPDATE events SET checksum = NULL, body = CAST('{\"Id\":\"3\",\"Kind\":1,\"Repository\":\"\\ud800\"}' AS BLOB)")]
    public async Task Damaged_event_is_quarantined_and_the_rest_is_delivered(string damage)
    {
        await FillAsync(events: 5);
        Execute($"{damage} WHERE sequence = 3");

        var sink = await DeliverAsync();

        Assert.Equal(["1", "2", "4", "5"], sink.Taken.Select(static entry => entry.Event.Id).Order());
        Assert.Equal(1, Number("SELECT COUNT(*) FROM quarantine WHERE kind = 'event' AND length(reason) > 0"));
    }

    [Fact]
    public async Task Journal_with_only_damaged_events_has_nothing_pending_afterwards()
    {
        await FillAsync(events: 700);
        Execute("UPDATE events SET body = x'00'");

        Assert.Empty((await DeliverAsync()).Taken);

        Assert.Equal(700, Number("SELECT COUNT(*) FROM quarantine"));
    }

    [Theory]
    [InlineData("x'00'", "NULL")]
    [InlineData("CAST('null' AS BLOB)", "NULL")]
    [InlineData("CAST('{}' AS BLOB)", "NULL")]
    [InlineData("CAST('{\"Event\":{\"Id\":\"1\",\"Kind\":1,\"Repository\":\"team/app\"}}' AS BLOB)", "NULL")]
    [InlineData("CAST('{\"Event\":{\"Id\":\"1\",\"Kind\":1,\"Repository\":\"-\"},\"Tags\":[]}' AS BLOB)", "NULL")]
    [InlineData("CAST('{\"Event\":{\"Id\":\"1\",\"Kind\":1,\"Repository\":\"team/app\"},\"Tags\":[null]}' AS BLOB)", "NULL")]
    [InlineData("body", "7")]
    public async Task Damaged_intent_is_quarantined_and_the_start_succeeds(string body, string checksum)
    {
        await using (var journal = SomeEvents.Journal(Path))
        {
            for (var number = 0; number < 3; number++)
            {
                await journal.BeginAsync(new Intent(SomeEvents.Push($"{number}"), [], IsNewRepository: false));
            }
        }

        Execute($"UPDATE intents SET body = {body}, checksum = {checksum} WHERE id = 2");

        await using (var journal = SomeEvents.Journal(Path))
        {
            Assert.Equal(["0", "2"], journal.OpenIntents.Select(static intent => intent.Value.Event.Id));
            Assert.Equal(1, journal.CountQuarantined());
        }
    }

    [Fact]
    public async Task Quarantine_is_bounded_in_age()
    {
        await FillAsync(events: 3);
        Execute("INSERT INTO quarantine(kind, number, time, reason, body) VALUES('event', 7, 1000, 'old', x'00'), ('event', 8, 3000, 'new', x'00')");
        await using var journal = SomeEvents.Journal(Path);

        Assert.Equal(1, await journal.TrimQuarantineAsync(DateTimeOffset.FromUnixTimeMilliseconds(2000)));

        Assert.Equal(1, journal.CountQuarantined());
        Assert.Equal(8, Number("SELECT number FROM quarantine"));
    }

    [Theory]
    [InlineData(10_100, 10, 10_000)]
    [InlineData(20, 8 * 1024 * 1024, 8)]
    [InlineData(2, 70 * 1024 * 1024, 1)]
    public async Task Quarantine_is_bounded_in_number_and_bytes_and_keeps_the_newest(int count, int length, int kept)
    {
        await FillAsync(events: 3);
        Execute(
            $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            + $"INSERT INTO quarantine(kind, number, time, reason, body) SELECT 'event', i, 3000, 'damaged', zeroblob({length}) FROM n");
        await using var journal = SomeEvents.Journal(Path);

        Assert.Equal(count - kept, await journal.TrimQuarantineAsync(DateTimeOffset.UnixEpoch));

        Assert.Equal(kept, journal.CountQuarantined());
        Assert.Equal(count, Number("SELECT MAX(number) FROM quarantine"));
    }

    [Fact]
    public async Task Damaged_dead_letters_and_replays_do_not_affect_the_others()
    {
        await FillAsync(events: 3);
        await using (var journal = SomeEvents.Journal(Path))
        {
            foreach (var entry in journal.ReadAll(0, 10))
            {
                await journal.FinishAsync(
                    "hook", entry.Sequence, entry.Sequence, new DeadLetter("hook", entry, 1, SomeEvents.Time, SomeEvents.Time, "no"));
            }
        }

        Execute("UPDATE events SET body = x'00' WHERE sequence = 2");

        await using var again = SomeEvents.Journal(Path);
        Assert.Equal(["1", "3"], again.ReadDead("hook", id: null, 10).Select(static letter => letter.Entry.Event.Id));
        await again.RequeueAsync("hook", new ReplaySelection { FromSequence = 1 });
        Assert.Equal(["1", "3"], again.ReadRequeued("hook", 10).Select(static entry => entry.Event.Id));
        Assert.Equal(0, again.CountDead("hook"));
    }

    [Fact]
    public async Task Damaged_manifest_makes_dead_letters_of_its_own_events_only()
    {
        await using (var journal = SomeEvents.Journal(Path))
        {
            await journal.OpenSinkAsync("hook");
            await journal.AppendAsync(
            [
                SomeEvents.Push("1"), SomeEvents.Push("2") with { Manifest = new string('m', 10_000) },
                SomeEvents.Push("3") with { Manifest = new string('n', 10_000) },
            ]);
        }

        Execute("UPDATE manifests SET body = x'00' WHERE id = 1");

        var sink = await DeliverAsync(dead: 1);
        Assert.Equal(["1", "3"], sink.Taken.Select(static entry => entry.Event.Id));
        Assert.Equal(new string('n', 10_000), sink.Taken[1].Event.Manifest);
    }

    [Fact]
    public async Task Damaged_page_loses_only_its_rows_and_the_rest_is_recovered()
    {
        await FillAsync(events: 400);
        var file = await File.ReadAllBytesAsync(Path, TestContext.Current.CancellationToken);
        var page = LeafOf(file, "\"Id\":\"200\"");
        file.AsSpan(page * 4096, 100).Fill(0xFF);
        await File.WriteAllBytesAsync(Path, file, TestContext.Current.CancellationToken);

        var sink = await DeliverAsync();

        var ids = sink.Taken.Select(static entry => entry.Event.Id).ToHashSet();
        Assert.InRange(ids.Count, 300, 399);
        Assert.Superset(new HashSet<string> { "1", "2", "399", "400" }, ids);
        Assert.Single(Directory.GetFiles(_folder["_events"], "*.damaged-????????T??????Z"));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", "later version")]
    [InlineData("DROP INDEX events_by_repository; DROP INDEX events_by_id; DROP TABLE events; CREATE TABLE events(a, id, repository, sequence)", "no such column")]
    [InlineData("DROP TABLE sinks; CREATE TABLE sinks(a)", "no such column")]
    [InlineData("DROP TABLE repositories; CREATE VIEW repositories AS SELECT 1", "no such column")]
    public async Task Journal_with_another_schema_fails_the_start_with_a_one_line_error(string change, string reason)
    {
        await FillAsync(events: 1);
        Execute(change);

        var refusal = Assert.Throws<StartupException>(() => SomeEvents.Journal(Path));

        Assert.Contains(Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Journal_that_cannot_be_opened_fails_the_start_with_a_one_line_error()
    {
        Directory.CreateDirectory(Path);

        Assert.Contains(Path, Assert.Throws<StartupException>(() => SomeEvents.Journal(Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Journal_of_version_1_is_upgraded_with_its_pending_events()
    {
        await FillAsync(events: 2);
        Execute("DROP INDEX events_by_manifest; ALTER TABLE events DROP COLUMN manifest; ALTER TABLE events DROP COLUMN checksum; ALTER TABLE intents DROP COLUMN checksum; DROP TABLE manifests; DROP TABLE quarantine; PRAGMA user_version = 1");

        var sink = await DeliverAsync();

        Assert.Equal(["1", "2"], sink.Taken.Select(static entry => entry.Event.Id));
    }

    private async Task FillAsync(int events)
    {
        await using var journal = SomeEvents.Journal(Path);
        await journal.OpenSinkAsync("hook");
        await journal.AppendAsync([.. Enumerable.Range(1, events).Select(static number => SomeEvents.Push($"{number}"))]);
    }

    // Returns the events that a start delivers until nothing is pending.
    private async Task<CollectingSink> DeliverAsync(int dead = 0)
    {
        await using var journal = SomeEvents.Journal(Path);
        var sink = new CollectingSink();
        var policy = new RetryPolicy(Threshold: 10, TimeSpan.FromMilliseconds(1)) { Floor = TimeSpan.Zero };
        using var retrying = new RetryingSink(
            "hook", new ManifestSink(sink, journal), policy, new CircuitBreaker(policy.Threshold, policy.Backoff, TimeProvider.System), new Random(1), TimeProvider.System,
            NullLogger<RetryingSink>.Instance);
        await using var queue = new SinkQueue("hook", retrying, new QueuePolicy(), journal, TimeProvider.System, NullLogger<SinkQueue>.Instance);
        await queue.StartAsync();
        await Eventually.HoldsAsync(() => Task.FromResult(journal.WaitingFor("hook").Waiting == 0), "nothing is pending");
        Assert.Equal(dead, journal.CountDead("hook"));
        return sink;
    }

    private static int LeafOf(byte[] file, string text)
    {
        var place = file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text));
        Assert.True(place > 0, "the event is in the file, not in its write-ahead log");
        return place / 4096;
    }

    private byte[] Body(string sql) => Use(sql, static command => (byte[])command.ExecuteScalar()!);

    private long Number(string sql) => Use(sql, static command => (long)command.ExecuteScalar()!);

    private void Execute(string sql, byte[]? body = null) => Use(sql, command =>
    {
        if (body is not null)
        {
            command.Parameters.AddWithValue("$body", body);
        }

        return command.ExecuteNonQuery();
    });

    private T Use<T>(string sql, Func<SqliteCommand, T> use)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return use(command);
    }
}
#endif
