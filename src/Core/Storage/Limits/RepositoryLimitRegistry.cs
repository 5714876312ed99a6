using System.Collections.Concurrent;
using System.Globalization;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Refuses the first manifest of a repository when there are as many repositories as there may be (<c>maxRepos</c>).</summary>
/// <remarks>
/// As in zot, a repository counts from its first manifest on, and one that counts is never refused. A first manifest counts from
/// the moment it is accepted to the end of its push, and from its commit on. At the commit point a push of a repository without
/// manifests must hold such a reservation: one that began when the repository had manifests is decided on again.
/// </remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="contents">What is stored.</param>
/// <param name="limit">How many there may be.</param>
/// <param name="meter">Who counts refusals.</param>
internal sealed class RepositoryLimitRegistry(
    IRegistry inner, IRepositoryContents contents, int limit, LimitMeter meter) : DelegatingRegistry(inner)
{
    private readonly AsyncLocks<RepositoryName> _counting = new(count: 1);

    // First manifests on their way, by repository. Grows only for the holder of the lock, so that a count misses none.
    private readonly ConcurrentDictionary<RepositoryName, int> _arriving = [];

    // Repositories that had a manifest when they were looked at: those that were seen need not be read again.
    private readonly ConcurrentDictionary<RepositoryName, bool> _known = [];

    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        if (await HasManifestsAsync(push.Repository, isSweep: false, cancellationToken))
        {
            try
            {
                return await Inner.PushManifestAsync(push.With(RequireManifests), cancellationToken);
            }
            catch (RepositoryEmptiedException)
            {
                // Its manifests were deleted meanwhile: this push brings the first one again.
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

    /// <summary>A repository was removed, and counts no more.</summary>
    internal void Forget(RepositoryName repository) => _known.TryRemove(repository, out _);

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
            meter.Refuse(LimitMeter.MaxRepos);
            throw RegistryError.TooManyRequests.With(
                "limit", limit.ToString(CultureInfo.InvariantCulture), "there are as many repositories as there may be");
        }

        _arriving.AddOrUpdate(repository, 1, static (_, count) => count + 1);
    }

    // The last one removes the entry, unless another reservation has come in between.
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

    private ValueTask<bool> HasManifestsAsync(RepositoryName repository, bool isSweep, CancellationToken cancellationToken) =>
        contents.Of(repository).HasManifestsAsync(repository, isSweep, cancellationToken);

    // Never looks at more of them than it takes to be full. One on its way may be in no list yet; one that is committed while
    // this counts was on its way when it began.
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

    // One that cannot be read counts: a limit must not fail open, nor must one repository stop the pushes to all others.
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
            // Whatever is wrong with the repository, the others are counted.
            return true;
        }
    }

    private sealed class RepositoryEmptiedException : Exception;
}
