using Microsoft.Data.Sqlite;
using Zot.Metadata.Content;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata.Sqlite;

/// <remarks>The content of repositories, and the import from another registry.</remarks>
public sealed partial class SqliteMetadataIndex
{
    // The number of repositories that are compared with the content at a time.
    private const int PageLength = 1000;

    private readonly ContentTables _content;
    private ContentIndexer? _indexer;

    /// <inheritdoc/>
    public IJobSource Follow(IContentFeed feed, IRegistryReader content)
    {
        _indexer = new ContentIndexer(feed, content, _content, _time, _logger);
        return new ContentIndexJobs(feed, _indexer, after => _content.ReadVersions(after, PageLength));
    }

    /// <inheritdoc/>
    public async ValueTask<RepositoryRecord?> FindRepositoryAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        if (_indexer is not null)
        {
            await _indexer.RefreshAsync(repository, cancellationToken);
        }

        return _content.Read(repository);
    }

    /// <inheritdoc/>
    public ContentCounts Count() => _content.Count() with { Pending = _indexer?.Pending ?? 0, Failed = FailedRepositories };

    /// <inheritdoc/>
    public int FailedRepositories => _indexer?.Failed ?? 0;

    /// <summary>Adds data of another registry before the first request, atomically and once per source.</summary>
    /// <returns>
    /// The number of manifests and tags added; <see langword="null"/> if the source was imported before.
    /// </returns>
    /// <exception cref="IOException">The index cannot be written.</exception>
    internal (int Manifests, int Tags)? Import(string source, Func<IEnumerable<ImportedRepository>> read)
    {
        lock (_gate)
        {
            try
            {
                var count = _database.Import(source, _time.GetUtcNow(), read);
                Since = ReadSince();
                return count;
            }
            catch (SqliteException cause)
            {
                throw new IOException($"failed to write the metadata index {Path}: {cause.Message}", cause);
            }
        }
    }
}
