using System.Text.Json;
using Microsoft.Extensions.Logging;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Feed;

namespace Zot.Storage.Indexing;

/// <summary>
/// Stores the index of one repository: <c>index.json</c>, and a journal of changes that are not in it yet.
/// </summary>
/// <remarks>
/// A small index that one client changes is written as a whole, which is the commit. Any other change appends to the
/// journal, which costs the same for any number of tags. Later the index is written as a whole, then the changes it
/// contains are removed from the journal. A crash between any two steps loses nothing, because
/// replaying a record has no effect. Not safe for concurrent use: the caller holds the repository's locks.
/// </remarks>
internal sealed partial class IndexStorage(RepositoryName repository, StoreContext store, ILogger logger)
{
    // Replaced with each load: the count is read without a lock.
    private volatile List<JournalRecord> _pending = [];
    private StoredObject _file;

    // After a failed append, the journal may hold the record all the same.
    private bool _isJournalUncertain;

    /// <summary>The version of the repository; <see langword="null"/> while the journal has pending changes.</summary>
    internal ContentVersion? Version => _pending.Count == 0 ? ContentChanges.VersionOf(_file) : null;

    /// <summary>The modification time of <c>index.json</c>.</summary>
    internal DateTimeOffset Modified => _file.Modified;

    /// <summary>The length of <c>index.json</c> when it was last written or read.</summary>
    internal long Length => _file.Length;

    /// <summary>Indicates whether the journal has no record, so that <c>index.json</c> alone is the index.</summary>
    internal bool IsJournalEmpty => _pending.Count == 0 && !_isJournalUncertain;

    /// <summary>The number of records that are only in the journal.</summary>
    internal int PendingCount => _pending.Count;

    /// <summary>Reads the index; <see langword="null"/> if the repository does not exist.</summary>
    internal async ValueTask<RepositoryIndex?> LoadAsync(CancellationToken cancellationToken)
    {
        var children = await store.Driver.ListAsync(ImageLayout.Repository(repository), cancellationToken);
        if (!ImageLayout.IsRepository(children))
        {
            return null;
        }

        // Stat before read: a change in between is then detected by the next stat.
        if (await store.Driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is not { } version
            || await store.Driver.ReadAsync(ImageLayout.Index(repository), cancellationToken) is not { } content)
        {
            return null;
        }

        var journal = await store.Driver.ReadAsync(ImageLayout.Journal(repository), cancellationToken) ?? [];
        var index = ReadIndex(repository, content);
        var (records, torn) = ReadJournal(repository, journal);
        if (torn > 0)
        {
            LogTornRecords(torn, repository.ToString());
        }

        if (records.Count == 0 && journal.Length > 0 && !store.IsReadOnly)
        {
            await store.Driver.DeleteAsync(ImageLayout.Journal(repository), cancellationToken);
        }

        _file = version;
        _pending = records;
        _isJournalUncertain = false;
        return index.With(records.SelectMany(static record => record.Changes));
    }

    /// <summary>Returns whether another tool has written or removed <c>index.json</c> since.</summary>
    internal async ValueTask<bool> HasChangedAsync(CancellationToken cancellationToken) =>
        await store.Driver.StatAsync(ImageLayout.Index(repository), cancellationToken) is not { } version
        || !version.IsSameVersionAs(_file);

    /// <summary>Records a change, which then survives the process.</summary>
    internal async ValueTask AppendAsync(IReadOnlyList<IndexChange> changes)
    {
        var record = JournalRecord.Create(changes);

        // Not cancelable: a partial write would be neither rejected nor done.
        try
        {
            await store.Driver.AppendAsync(
                ImageLayout.Journal(repository), record.Line, store.Durable, CancellationToken.None);
        }
        catch // on any exception, the record may have reached the medium
        {
            _isJournalUncertain = true;
            throw;
        }

        _pending.Add(record);
    }

    /// <summary>Writes <c>index.json</c>. The journal keeps everything until <see cref="ForgetAsync"/>.</summary>
    internal async ValueTask<StoredObject> WriteAsync(RepositoryIndex index, CancellationToken cancellationToken)
    {
        using var content = IndexFile.Write(index);
        return await store.Driver.WriteAsync(
            ImageLayout.Index(repository), content.Written,
            ImageLayout.Staging(repository), store.Durable, cancellationToken);
    }

    /// <summary>Writes <c>index.json</c> with a change that is not in the journal, which must be empty.</summary>
    internal async ValueTask<StoredObject> ReplaceAsync(RepositoryIndex index) =>
        _file = await WriteAsync(index, CancellationToken.None);

    /// <summary>Removes the first records from the journal after <c>index.json</c> was written with them.</summary>
    internal async ValueTask ForgetAsync(int count, StoredObject version, CancellationToken cancellationToken)
    {
        _file = version;
        if (count == _pending.Count)
        {
            await store.Driver.DeleteAsync(ImageLayout.Journal(repository), cancellationToken);
            _isJournalUncertain = false;
        }
        else
        {
            var rest = _pending.Skip(count).SelectMany(static record => record.Line.ToArray()).ToArray();
            await store.Driver.WriteAsync(
                ImageLayout.Journal(repository), rest,
                ImageLayout.Staging(repository), store.Durable, cancellationToken);
        }

        _pending.RemoveRange(0, count);
    }

    /// <summary>Creates the repository, or the missing parts of it.</summary>
    internal async ValueTask CreateAsync(CancellationToken cancellationToken)
    {
        await store.Driver.CreateDirectoryAsync(ImageLayout.Blobs(repository), store.Durable, cancellationToken);
        await CreateAsync(ImageLayout.Index(repository), IndexFile.New, cancellationToken);
        await CreateAsync(ImageLayout.Layout(repository), ImageLayout.LayoutMarker, cancellationToken);
    }

    private async ValueTask CreateAsync(
        StorageKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        if (await store.Driver.StatAsync(key, cancellationToken) is null)
        {
            await store.Driver.WriteAsync(
                key, content, ImageLayout.Staging(repository), store.Durable, cancellationToken);
        }
    }

    /// <summary>Reads the content of <c>index.json</c>.</summary>
    /// <exception cref="InvalidDataException">
    /// The content is not an index; the message names the repository.
    /// </exception>
    internal static RepositoryIndex ReadIndex(RepositoryName repository, byte[] content)
    {
        try
        {
            return IndexFile.Read(content);
        }
        catch (JsonException cause)
        {
            throw new InvalidDataException(
                $"index.json of the repository '{repository}' is damaged: {cause.Message}", cause);
        }
    }

    /// <summary>Reads the content of the journal.</summary>
    /// <exception cref="InvalidDataException">
    /// A record is of unknown form; the message names the repository.
    /// </exception>
    internal static (List<JournalRecord> Records, int Torn) ReadJournal(RepositoryName repository, byte[] content)
    {
        try
        {
            return JournalRecord.ReadAll(content);
        }
        catch (InvalidDataException cause)
        {
            throw new InvalidDataException(
                $"the index journal of the repository '{repository}' cannot be read: {cause.Message}", cause);
        }
    }

    [LoggerMessage(4001, LogLevel.Warning,
        "skipped {Count} truncated records of the index journal after a crash: {Repository}")]
    private partial void LogTornRecords(int count, string repository);
}
