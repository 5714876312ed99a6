#if EXT_EVENTS
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Xunit;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Tests.Events;
using Zot.Registry;
using Zot.Testing.Fuzzing;

namespace Zot.Extensions.Tests.Fuzzing;

/// <summary>
/// Reads records of a journal in memory: an event and an intent with the same bytes, between two valid ones.
/// </summary>
internal sealed class JournalTarget : IFuzzTarget
{
    private static readonly byte[] Sound = JsonSerializer.SerializeToUtf8Bytes(SomeEvents.Push("sound"), JournalJson.Default.RegistryEvent);

    private readonly NotificationFormat _notifications = new(
        new NotificationFeatures(NotificationGeneration.V2) { References = true, DraftFields = true, Extended = true }, new NotificationSource("a:1", "b"));

    private readonly CloudEventHttpFormat _cloudEvents = new("channel");
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly JournalReader _reader;

    private JournalTarget()
    {
        _connection.Open();
        Execute(JournalSchema.Create);
        Insert("events(sequence, id, repository, turn, time, body) VALUES(1, 'sound', 'team/app', 1, 0, $body)", Sound);
        Insert("events(sequence, id, repository, turn, time, body) VALUES(2, '1', 'team/app', 2, 0, $body)", []);
        Insert("events(sequence, id, repository, turn, time, body) VALUES(3, 'sound2', 'team/app', 3, 0, $body)", "{}"u8.ToArray());
        Insert("intents(id, body) VALUES(1, $body)", []);
        _reader = new JournalReader(_connection);
    }

    public static ValueTask<IFuzzTarget> OpenAsync() => ValueTask.FromResult<IFuzzTarget>(new JournalTarget());

    public Task TryAsync(byte[] input, Random random)
    {
        // The checksum is either right or missing, so that the content itself must be validated.
        Execute("UPDATE events SET body = $body, checksum = $checksum WHERE sequence = 2", input, random.Next(2) == 0 ? JournalChecksum.Of(input) : null);
        Execute("UPDATE intents SET body = $body", input);

        var events = _reader.ReadAll(0, 10);
        var intents = _reader.ReadIntents();

        Assert.Equal(3, events.Items.Count + events.Damaged.Count);
        Assert.Equal(1, intents.Items.Count + intents.Damaged.Count);
        Assert.Equal("sound", events.Items[0].Event.Id);
        foreach (var entry in events.Items)
        {
            Format(entry);
        }

        Assert.All(intents.Items, static intent => Assert.True(RepositoryName.TryParse(intent.Value.Event.Repository, out _)));
        return Task.CompletedTask;
    }

    public Task CheckAsync()
    {
        Assert.Equal("sound", _reader.ReadAll(0, 1).Items[0].Event.Id);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        return default;
    }

    private void Format(JournalEntry entry)
    {
        foreach (var format in (IHttpFormat[])[_notifications, _cloudEvents])
        {
            if (!format.CanFormat(entry.Event))
            {
                continue;
            }

            using var request = new HttpRequestMessage();
            try
            {
                using var body = JsonDocument.Parse(format.Write([entry], request), new JsonDocumentOptions { MaxDepth = 200 });
            }
            catch (Exception unsendable) when (unsendable is FormatException or ArgumentException)
            {
                // Text that is not valid in a header or in JSON makes a dead letter.
                Assert.NotEqual("sound", entry.Event.Id);
            }
        }
    }

    private void Insert(string row, byte[] body) => Execute($"INSERT INTO {row}", body);

    private void Execute(string sql, byte[]? body = null, long? checksum = null)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$body", body ?? (object)DBNull.Value);
        command.Parameters.AddWithValue("$checksum", checksum ?? (object)DBNull.Value);
        command.ExecuteNonQuery();
    }
}
#endif
