using System.Collections.Concurrent;
using Zot.Metadata.Users;

namespace Zot.Metadata.Sqlite;

/// <summary>The connections of queries. Each query has one of its own, and sees one state of the index.</summary>
/// <param name="file">The index.</param>
/// <param name="directory">The data directory.</param>
internal sealed class QueryConnections(SqliteFile file, string directory) : IDisposable
{
    // More queries than processors only compete for them.
    private static readonly int MaxCount = Math.Max(2, Environment.ProcessorCount);

    private readonly SemaphoreSlim _free = new(MaxCount);
    private readonly ConcurrentBag<QueryConnection> _idle = [];
    private readonly string _users = Path.Combine(directory, UserDatabase.Path);

    /// <summary>Runs a query.</summary>
    /// <exception cref="MetadataStoreException">The index cannot be read.</exception>
    internal async ValueTask<T> RunAsync<T>(Func<QueryConnection, T> query, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        try
        {
            return SqliteFailure.Translate(() => Run(query, cancellationToken));
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }

    private T Run<T>(Func<QueryConnection, T> query, CancellationToken cancellationToken)
    {
        var connection = Take();
        try
        {
            var result = connection.Run(query, cancellationToken);
            _idle.Add(connection);
            return result;
        }
        catch // a connection whose query failed is not used again
        {
            connection.Dispose();
            throw;
        }
    }

    private QueryConnection Take()
    {
        var hasUsers = File.Exists(_users);
        while (_idle.TryTake(out var idle))
        {
            if (idle.HasUsers == hasUsers)
            {
                return idle;
            }

            idle.Dispose();
        }

        return new QueryConnection(file.OpenReader(), hasUsers ? _users : null);
    }
}
