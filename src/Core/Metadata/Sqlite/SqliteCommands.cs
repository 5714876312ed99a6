using Microsoft.Data.Sqlite;

namespace Zot.Metadata.Sqlite;

/// <summary>Helpers for SQLite commands.</summary>
internal static class SqliteCommands
{
    /// <summary>Creates a command with its parameters.</summary>
    internal static SqliteCommand Command(
        this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
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
    internal static SqliteCommand Command(
        this SqliteTransaction transaction, string sql, params ReadOnlySpan<string> names)
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
    internal static void Execute(
        this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = connection.Command(sql, values);
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a command with new values, in the order of its parameters.</summary>
    /// <returns>The number of changed rows.</returns>
    internal static int Execute(this SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        command.Set(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query with new values, in the order of its parameters, and returns all rows.</summary>
    internal static List<T> Query<T>(
        this SqliteCommand command, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        command.Set(values);
        using var rows = command.ExecuteReader();
        List<T> all = [];
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private static void Set(this SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
