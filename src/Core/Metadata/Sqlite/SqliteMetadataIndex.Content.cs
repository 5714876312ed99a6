using Microsoft.Data.Sqlite;
using Zot.Metadata.Content;
using Zot.Registry;
using Zot.Scheduling;

namespace Zot.Metadata.Sqlite;

/// <remarks>What it knows of the content, and what it was told of it by another registry.</remarks>
public sealed partial class SqliteMetadataIndex
{
    // How many repositories are compared with those that are there at a time.
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

    /// <summary>Adds what another registry knew, before anybody asks; all of it or nothing, and once for each source.</summary>
    /// <returns>How many manifests and tags it knew; <see langword="null"/> when it was added before.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
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
                throw new IOException($"the metadata index {Path} cannot be written: {cause.Message}", cause);
            }
        }
    }
}
