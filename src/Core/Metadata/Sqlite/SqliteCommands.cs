using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Helpers for SQLite commands.</summary>
internal static class SqliteCommands
{
    /// <summary>Creates a command with its parameters.</summary>
    internal static SqliteCommand Command(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Creates a command that runs repeatedly within a transaction, with different values.</summary>
    internal static SqliteCommand Command(this SqliteTransaction transaction, string sql, params ReadOnlySpan<string> names)
    {
        var command = transaction.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }

    /// <summary>Runs a command.</summary>
    internal static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a command with new values, in the order of its parameters.</summary>
    internal static void Execute(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
