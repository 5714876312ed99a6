using System.Collections.Concurrent;
using System.Globalization;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Refuses the first manifest of a repository when there are as many repositories as there may be (<c>maxRepos</c>).</summary>
/// <remarks>
/// As in zot, a repository counts from its first manifest on, and one that counts is never refused. Whoever brings the first
/// manifest of a repository waits for others who do.
/// </remarks>
/// <param name="inner">The registry underneath.</param>
/// <param name="contents">What is stored.</param>
/// <param name="limit">How many there may be.</param>
/// <param name="meter">Who counts refusals.</param>
internal sealed class RepositoryLimitRegistry(
    IRegistry inner, IRepositoryContents contents, int limit, LimitMeter meter) : DelegatingRegistry(inner)
{
    private readonly AsyncLocks<RepositoryName> _firsts = new(count: 1);

    // Repositories that had a manifest when they were looked at: those that were seen need not be read again.
    private readonly ConcurrentDictionary<RepositoryName, bool> _known = [];

    public override async ValueTask<PushedManifest> PushManifestAsync(ManifestPush push, CancellationToken cancellationToken)
    {
        if (await HasManifestsAsync(push.Repository, isSweep: false, cancellationToken))
        {
            return await Inner.PushManifestAsync(push, cancellationToken);
        }

        using var turn = await _firsts.EnterAsync(push.Repository, cancellationToken);
        if (!_known.ContainsKey(push.Repository)
            && !await HasManifestsAsync(push.Repository, isSweep: false, cancellationToken)
            && await IsFullAsync(cancellationToken))
        {
            meter.Refuse(LimitMeter.MaxRepos);
            throw RegistryError.TooManyRequests.With(
                "limit", limit.ToString(CultureInfo.InvariantCulture), "there are as many repositories as there may be");
        }

        var pushed = await Inner.PushManifestAsync(push, cancellationToken);
        _known[push.Repository] = true;
        return pushed;
    }

    /// <summary>A repository was removed, and counts no more.</summary>
    internal void Forget(RepositoryName repository) => _known.TryRemove(repository, out _);

    private ValueTask<bool> HasManifestsAsync(RepositoryName repository, bool isSweep, CancellationToken cancellationToken) =>
        contents.Of(repository).HasManifestsAsync(repository, isSweep, cancellationToken);

    // Never looks at more of them than it takes to be full.
    private async ValueTask<bool> IsFullAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var repository in Inner.ListRepositoriesAsync(after: null, cancellationToken))
        {
            if (!_known.ContainsKey(repository))
            {
                if (!await CountsAsync(repository, cancellationToken))
                {
                    continue;
                }

                _known[repository] = true;
            }

            if (++count >= limit)
            {
                return true;
            }
        }

        return false;
    }

    // One that cannot be read counts: a limit must not fail open, nor must one repository stop the pushes to all others.
    private async ValueTask<bool> CountsAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        try
        {
            return await HasManifestsAsync(repository, isSweep: true, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }
}
