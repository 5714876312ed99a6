using System.Collections.Concurrent;
using System.Globalization;
using Zot.Registry;
using Zot.Storage.Locking;

namespace Zot.Storage.Limits;

/// <summary>
/// Rejects the first manifest of a repository if the maximum number of repositories is reached (<c>maxRepos</c>).
/// </summary>
/// <remarks>
/// As in zot, a repository counts from its first manifest on, and pushes to a counted one are never rejected. A first
/// manifest counts from its acceptance to the end of its push, and from its commit on. At the commit point, a push to a
/// repository without manifests must hold such a reservation: a push that started when the repository had manifests is
/// checked again.
/// </remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="contents">The stored content.</param>
/// <param name="limit">The maximum number of repositories.</param>
/// <param name="meter">Counts rejected requests.</param>
internal sealed class RepositoryLimitRegistry(
    IRegistry inner, IRepositoryContents contents, int limit, LimitMeter meter) : DelegatingRegistry(inner)
{
    private readonly AsyncLocks<RepositoryName> _counting = new(count: 1);

    // Incoming first manifests, by repository. Incremented only under the lock, so that a count misses none.
    private readonly ConcurrentDictionary<RepositoryName, int> _arriving = [];

    // Repositories with manifests that were already found: they need not be read again.
    private readonly ConcurrentDictionary<RepositoryName, bool> _known = [];

    public override async ValueTask<PushedManifest> PushManifestAsync(
        ManifestPush push, CancellationToken cancellationToken)
    {
        if (await HasManifestsAsync(push.Repository, isSweep: false, cancellationToken))
        {
            try
            {
                return await Inner.PushManifestAsync(push.With(RequireManifests), cancellationToken);
            }
            catch (RepositoryEmptiedException)
            {
                // Its manifests were deleted meanwhile: this push is a first manifest again.
            }
        }

        await ReserveAsync(push.Repository, cancellationToken);
        try
        {
            return await Inner.PushManifestAsync(push, cancellationToken);
        }
        finally
        {
            Release(push.Repository);
        }
    }

    /// <summary>Stops counting a repository that was removed.</summary>
    internal void Handle(in ContentChange change)
    {
        if (change.Kind == ContentChangeKind.RepositoryRemoved)
        {
            _known.TryRemove(change.Repository, out _);
        }
    }

    private static void RequireManifests(IRepositoryState state)
    {
        if (!state.HasManifests)
        {
            throw new RepositoryEmptiedException();
        }
    }

    private async ValueTask ReserveAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        using var turn = await _counting.EnterAsync(repository, cancellationToken);
        if (!_known.ContainsKey(repository)
            && !_arriving.ContainsKey(repository)
            && !await HasManifestsAsync(repository, isSweep: false, cancellationToken)
            && await IsFullAsync(cancellationToken))
        {
            meter.CountRejection(LimitMeter.MaxRepos);
            throw RegistryError.TooManyRequests.With(
                "limit", limit.ToString(CultureInfo.InvariantCulture), "the maximum number of repositories is reached");
        }

        _arriving.AddOrUpdate(repository, 1, static (_, count) => count + 1);
    }

    // The last push removes the entry, unless another reservation was made meanwhile.
    private void Release(RepositoryName repository)
    {
        while (_arriving.TryGetValue(repository, out var count))
        {
            if (count > 1
                ? _arriving.TryUpdate(repository, count - 1, count)
                : _arriving.TryRemove(KeyValuePair.Create(repository, count)))
            {
                return;
            }
        }
    }

    private ValueTask<bool> HasManifestsAsync(
        RepositoryName repository, bool isSweep, CancellationToken cancellationToken) =>
        contents.Of(repository).HasManifestsAsync(repository, isSweep, cancellationToken);

    // Reads no more repositories than necessary to reach the limit. An incoming one may not be listed yet; one that is
    // committed during the count was incoming when it started.
    private async ValueTask<bool> IsFullAsync(CancellationToken cancellationToken)
    {
        var counted = _arriving.Keys.ToHashSet();
        if (counted.Count >= limit)
        {
            return true;
        }

        await foreach (var repository in Inner.ListRepositoriesAsync(after: null, cancellationToken))
        {
            if (!counted.Contains(repository)
                && await CountsAsync(repository, cancellationToken)
                && counted.Add(repository)
                && counted.Count >= limit)
            {
                return true;
            }
        }

        return false;
    }

    // An unreadable repository counts: a limit must not fail open, nor may one repository block pushes to all others.
    private async ValueTask<bool> CountsAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        if (_known.ContainsKey(repository))
        {
            return true;
        }

        try
        {
            return await HasManifestsAsync(repository, isSweep: true, cancellationToken) && (_known[repository] = true);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // A failing repository does not keep the others from being counted.
            return true;
        }
    }

    private sealed class RepositoryEmptiedException : Exception;
}
