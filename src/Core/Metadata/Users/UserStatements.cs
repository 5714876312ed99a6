using Microsoft.Data.Sqlite;
using Zot.Metadata.Sqlite;

namespace Zot.Metadata.Users;

/// <summary>The statements that run against <see cref="UserDatabase"/> while its lock is held.</summary>
internal readonly struct UserStatements(SqliteConnection connection, SqliteTransaction? transaction)
{
    /// <summary>Executes a statement.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Prepare(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Returns all rows of a query.</summary>
    public List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = Prepare(sql, values);
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all;
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.Command(sql, values);
        command.Transaction = transaction;
        return command;
    }
}
