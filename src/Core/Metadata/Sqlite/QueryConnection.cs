using Microsoft.Data.Sqlite;
using Zot.Metadata.Queries;
using Zot.Registry;

namespace Zot.Metadata.Sqlite;

/// <summary>A connection that queries the index, with the conditions that SQL cannot express.</summary>
internal sealed class QueryConnection : IDisposable
{
    private readonly Dictionary<string, bool> _admitted = new(StringComparer.Ordinal);
    private readonly SqliteConnection _connection;
    private CancellationToken _cancellation;

    /// <summary>Prepares a connection.</summary>
    /// <param name="connection">The connection, which is disposed with this object.</param>
    /// <param name="users">The users' file; <see langword="null"/> while it does not exist.</param>
    internal QueryConnection(SqliteConnection connection, string? users)
    {
        (_connection, HasUsers) = (connection, users is not null);
        connection.Execute("PRAGMA temp_store=MEMORY");
        connection.Execute("ATTACH DATABASE $path AS users", ("$path", users ?? ":memory:"));
        if (users is null)
        {
            connection.Execute("CREATE TABLE users.marks(kind INTEGER, user TEXT, repository TEXT)");
        }

        connection.Execute("PRAGMA query_only=1");
        connection.CreateFunction("admits", (string repository) => IsAdmitted(repository));
        connection.CreateFunction("rank", (string repository) => (long?)SearchRank.Of(repository, Text));
        connection.CreateFunction(
            "on_platform",
            (string? os, string? architecture) => Platform!.Matches(new ImagePlatform(os ?? "", architecture ?? "")));
    }

    /// <summary>Indicates whether the marks of users are known.</summary>
    internal bool HasUsers { get; }

    /// <summary>The rule of <c>admits(repository)</c> in this query.</summary>
    internal Predicate<RepositoryName>? Admits { get; set; }

    /// <summary>The text of <c>rank(repository)</c> in this query.</summary>
    internal string Text { get; set; } = "";

    /// <summary>The filter of <c>on_platform(os, architecture)</c> in this query.</summary>
    internal PlatformFilter? Platform { get; set; }

    /// <summary>Runs a query in a read transaction, so that all its statements see the same state.</summary>
    internal T Run<T>(Func<QueryConnection, T> query, CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _admitted.Clear();
        using var transaction = _connection.BeginTransaction(deferred: true);
        return query(this);
    }

    /// <summary>Creates a command with its parameters.</summary>
    internal SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        _connection.Command(sql, values);

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private bool IsAdmitted(string repository)
    {
        if (_admitted.TryGetValue(repository, out var known))
        {
            return known;
        }

        _cancellation.ThrowIfCancellationRequested();
        return _admitted[repository] = Admits!(RepositoryName.Parse(repository));
    }
}
