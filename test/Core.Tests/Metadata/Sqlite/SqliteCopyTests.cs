using Microsoft.Data.Sqlite;
using Xunit;
using Zot.Metadata.Sqlite;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata.Sqlite;

public sealed class SqliteCopyTests : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS t (n INTEGER)";

    private readonly TemporaryDirectory _source = new();
    private readonly TemporaryDirectory _target = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void Copy_of_an_open_database_contains_all_committed_data()
    {
        using var writer = Open(_source["_a/one.db"]);
        Execute(writer, "INSERT INTO t VALUES (7)");
        File.WriteAllText(_source["_a/none.db"], "no database");

        Assert.Equal([(Path.Combine("_a", "one.db"), null)], SqliteCopy.CopyAll(_source.Path, _target.Path));

        Execute(writer, "INSERT INTO t VALUES (8)");
        Assert.Equal(7L, Sum(_target["_a/one.db"]));
        Assert.False(File.Exists(_target["_a/none.db"]));
    }

    [Fact]
    public void Copy_replaces_an_earlier_one()
    {
        using var writer = Open(_source["_a/one.db"]);
        Execute(writer, "INSERT INTO t VALUES (7)");
        Assert.Single(SqliteCopy.CopyAll(_source.Path, _target.Path));
        using (var served = Open(_target["_a/one.db"]))
        {
            Execute(served, "INSERT INTO t VALUES (100)");
        }

        File.WriteAllText(_target["_a/one.db-wal"], "of the earlier one");
        Assert.Single(SqliteCopy.CopyAll(_source.Path, _target.Path));

        Assert.Equal(7L, Sum(_target["_a/one.db"]));
    }

    [Fact]
    public void Unreadable_file_is_reported_and_the_others_are_copied()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links require a privilege");
        using var writer = Open(_source["_a/one.db"]);
        Execute(writer, "INSERT INTO t VALUES (7)");
        File.CreateSymbolicLink(_source["_a/broken.db"], _source["_a/absent"]);

        var copied = SqliteCopy.CopyAll(_source.Path, _target.Path).ToList();

        Assert.Equal(
            [Path.Combine("_a", "broken.db"), Path.Combine("_a", "one.db")], copied.Select(static copy => copy.Path));
        Assert.StartsWith($"failed to copy '{_source["_a/broken.db"]}': ", copied[0].Fault, StringComparison.Ordinal);
        Assert.Null(copied[1].Fault);
        Assert.Equal(7L, Sum(_target["_a/one.db"]));
    }

    private static SqliteConnection Open(string path) =>
        new SqliteFile(path, Schema, version: 1).Open(isDurable: false, TimeProvider.System, static (cause, _) => throw cause);

    private static long Sum(string path)
    {
        using var reader = Open(path);
        using var command = reader.CreateCommand();
        command.CommandText = "SELECT SUM(n) FROM t";
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
