using System.Collections.Concurrent;
using Zot.Registry;
using Zot.Storage.Blobs;
using Zot.Storage.Drivers;
using Zot.Storage.Repositories;

namespace Zot.Storage.Uploads;

/// <summary>The uploads in progress of a store.</summary>
internal sealed class UploadStore : IAsyncDisposable
{
    // The time after which the hash of an idle upload is evicted from memory.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(RepositoryName, UploadId), UploadSession> _sessions = [];
    private readonly StoreContext _store;
    private readonly RepositoryMap _repositories;
    private readonly BlobStore _blobs;
    private readonly ITimer _sweeper;

    internal UploadStore(StoreContext store, RepositoryMap repositories, BlobStore blobs)
    {
        (_store, _repositories, _blobs) = (store, repositories, blobs);
        _sweeper = store.Time.CreateTimer(
            static all => ((UploadStore)all!).Sweep(), this, SweepInterval, SweepInterval);
    }

    internal async ValueTask<IBlobUpload> StartAsync(
        RepositoryName repository, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        using var use = await _repositories.CreateAsync(repository, cancellationToken);
        var session = new UploadSession(repository, UploadId.Create(), algorithm, length: 0);
        await using var content = await _store.Driver.StageAsync(session.Key, cancellationToken);
        return new BlobUpload(this, Keep(session));
    }

    internal async ValueTask<IBlobUpload?> FindAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken) =>
        await FindSessionAsync(repository, id, cancellationToken) is { } session ? new BlobUpload(this, session) : null;

    /// <summary>Acquires an upload for one request.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.BlobUploadInvalid"/> if another request uses it; <see
    /// cref="RegistryError.BlobUploadUnknown"/> if it has ended.
    /// </exception>
    internal async ValueTask<UploadSession> EnterAsync(UploadSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!session.TryEnter())
            {
                throw RegistryError.BlobUploadInvalid.With("session_id", session.Id, "another request is using it");
            }

            if (!session.IsRetired)
            {
                return session;
            }

            session.Leave();
            session = await FindSessionAsync(session.Repository, session.Id, cancellationToken)
                ?? throw Unknown(session);
        }
    }

    internal void Leave(UploadSession session)
    {
        session.UsedAt = _store.Time.GetTimestamp();
        session.Leave();
    }

    /// <summary>Opens the content of an upload.</summary>
    internal async ValueTask<StagedContent> OpenAsync(UploadSession session, CancellationToken cancellationToken)
    {
        _store.RequireWritable();
        if (await _store.Driver.StatAsync(session.Key, cancellationToken) is null)
        {
            Retire(session);
            throw Unknown(session);
        }

        return await _store.Driver.StageAsync(session.Key, cancellationToken);
    }

    /// <summary>
    /// Turns the upload into a blob. Not cancelable: the digest is verified, and the client may have disconnected.
    /// </summary>
    internal async ValueTask<Descriptor> FinishAsync(UploadSession session, Digest digest, CallContext? call)
    {
        // The upload or the blob exists at every moment; but a caller that checks both checks one after the other.
        using var use = await _repositories.UseAsync(session.Repository, CancellationToken.None);
        var blob = await _blobs.PlaceAsync(
            session.Repository, digest, session.Key, session.Length, call, CancellationToken.None);
        Retire(session);
        return blob ?? throw Unknown(session);
    }

    internal async ValueTask CancelAsync(UploadSession session)
    {
        _store.RequireWritable();
        await _store.Driver.DeleteAsync(session.Key, CancellationToken.None);
        Retire(session);
    }

    /// <summary>Removes stale uploads of a repository, and objects being written that a crash left behind.</summary>
    /// <returns>The number of objects removed.</returns>
    internal async ValueTask<int> CollectAsync(
        RepositoryName repository, DateTimeOffset before, bool isDryRun, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var child in await _store.Driver.ListAsync(ImageLayout.Uploads(repository), cancellationToken))
        {
            // Objects that this process is writing are moved or removed by their writers, regardless of their age.
            var key = ImageLayout.Upload(repository, child.Name);
            UploadId? id = UploadId.TryParse(child.Name, out var parsed) ? parsed : null;
            var limit = id is null && _store.Opened < before ? _store.Opened : before;
            if (child.HasChildren
                || await _store.Driver.StatAsync(key, cancellationToken) is not { } file
                || file.Modified >= limit)
            {
                continue;
            }

            count += isDryRun || await CollectAsync(repository, id, key, before) ? 1 : 0;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await _sweeper.DisposeAsync();
        foreach (var session in _sessions.Values)
        {
            session.Forget();
        }
    }

    private async ValueTask<UploadSession?> FindSessionAsync(
        RepositoryName repository, UploadId id, CancellationToken cancellationToken)
    {
        if (_sessions.TryGetValue((repository, id), out var session))
        {
            return session;
        }

        // Left by an earlier process, or evicted. The algorithm of the digest is unknown until the upload is completed.
        return await _repositories.FindAsync(repository, cancellationToken) is not null
            && await _store.Driver.StatAsync(ImageLayout.Upload(repository, id), cancellationToken) is { } file
            ? Keep(new UploadSession(repository, id, DigestAlgorithm.Sha256, file.Length))
            : null;
    }

    private async ValueTask<bool> CollectAsync(
        RepositoryName repository, UploadId? upload, StorageKey key, DateTimeOffset before)
    {
        if (upload is not { } id)
        {
            return await _store.Driver.DeleteAsync(key, CancellationToken.None);
        }

        var session = Keep(new UploadSession(repository, id, DigestAlgorithm.Sha256, length: 0));
        if (!session.TryEnter())
        {
            return false;
        }

        try
        {
            // A client may have continued it meanwhile.
            if (await _store.Driver.StatAsync(key, CancellationToken.None) is not { } file || file.Modified >= before)
            {
                return false;
            }

            await CancelAsync(session);
            return true;
        }
        finally
        {
            session.Leave();
        }
    }

    private UploadSession Keep(UploadSession session)
    {
        session.UsedAt = _store.Time.GetTimestamp();
        return _sessions.GetOrAdd((session.Repository, session.Id), session);
    }

    private void Retire(UploadSession session)
    {
        session.IsRetired = true;
        session.Forget();
        _sessions.TryRemove(KeyValuePair.Create((session.Repository, session.Id), session));
    }

    private void Sweep()
    {
        foreach (var session in _sessions.Values)
        {
            if (_store.Time.GetElapsedTime(session.UsedAt) >= Idle && session.TryEnter())
            {
                Retire(session);
                session.Leave();
            }
        }
    }

    private static RegistryException Unknown(UploadSession session) =>
        RegistryError.BlobUploadUnknown.With("session_id", session.Id);
}
