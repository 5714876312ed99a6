#if EXT_EVENTS
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Zot.Extensions.Events;

/// <summary>What is read of the journal, beside its writer. One reader at a time.</summary>
internal sealed class JournalReader(SqliteConnection connection) : IDisposable
{
    private const string Columns = "sequence, turn, body";

    private const string Unfinished =
        "NOT EXISTS (SELECT 1 FROM finished WHERE finished.sink = $sink AND finished.sequence = events.sequence)";

    private readonly Lock _gate = new();

    /// <summary>The changes that were begun and not ended.</summary>
    public List<KeyValuePair<long, Intent>> ReadIntents()
    {
        lock (_gate)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT id, body FROM intents ORDER BY id";
            using var rows = command.ExecuteReader();
            var intents = new List<KeyValuePair<long, Intent>>();
            while (rows.Read())
            {
                var intent = JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(1), JournalJson.Default.Intent)!;
                intents.Add(KeyValuePair.Create(rows.GetInt64(0), intent));
            }

            return intents;
        }
    }

    /// <summary>Events that a sink is not done with, in order.</summary>
    public List<JournalEntry> Read(string sink, long after, string? repository, int limit)
    {
        lock (_gate)
        {
            using var command = connection.CreateCommand();
            command.CommandText = repository is null
                ? $"SELECT {Columns} FROM events WHERE sequence > $after AND {Unfinished} ORDER BY sequence LIMIT $limit"
                : $"SELECT {Columns} FROM events WHERE repository = $repository AND sequence > $after AND {Unfinished} ORDER BY sequence LIMIT $limit";
            command.Parameters.AddWithValue("$sink", sink);
            command.Parameters.AddWithValue("$after", after);
            command.Parameters.AddWithValue("$limit", limit);
            if (repository is not null)
            {
                command.Parameters.AddWithValue("$repository", repository);
            }

            using var rows = command.ExecuteReader();
            var entries = new List<JournalEntry>();
            while (rows.Read())
            {
                var happened = JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(2), JournalJson.Default.RegistryEvent)!;
                entries.Add(new JournalEntry(rows.GetInt64(0), rows.GetInt64(1), happened));
            }

            return entries;
        }
    }

    public void Dispose() => connection.Dispose();
}
#endif
