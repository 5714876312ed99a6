using System.Text;
using Zot.Registry;
using Zot.Storage.Repositories;

namespace Zot.Storage.Limits;

/// <summary>Provides the state of the repositories of one store that limits depend on.</summary>
internal sealed class RepositoryContents(StoreContext store, RepositoryMap repositories)
{
    /// <summary>Returns whether a repository has a manifest.</summary>
    /// <param name="name">The repository.</param>
    /// <param name="isSweep">
    /// Whether all repositories are being visited: one that was not in memory is evicted again.
    /// </param>
    /// <param name="cancellationToken">The request.</param>
    internal async ValueTask<bool> HasManifestsAsync(
        RepositoryName name, bool isSweep, CancellationToken cancellationToken)
    {
        if (!isSweep)
        {
            return await repositories.FindAsync(name, cancellationToken) is { Index.Manifests.Count: > 0 };
        }

        using var visit = await repositories.VisitAsync(name, cancellationToken);
        return visit is { Repository.Index.Manifests.Count: > 0 };
    }

    /// <summary>
    /// Returns every blob and manifest of a repository with its length; empty if the repository does not exist.
    /// </summary>
    internal async ValueTask<Dictionary<Digest, long>> MeasureAsync(
        RepositoryName name, CancellationToken cancellationToken)
    {
        Dictionary<Digest, long> lengths = [];
        foreach (var algorithm in ImageLayout.CanHold(name) ? DigestAlgorithm.All : [])
        {
            foreach (var child in await store.Driver.ListAsync(ImageLayout.Blobs(name, algorithm), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!child.HasChildren
                    && Digest.TryParse($"{algorithm.Name}:{child.Name}", out var digest)
                    && await store.Driver.StatAsync(ImageLayout.Blob(name, digest), cancellationToken) is { } blob)
                {
                    lengths[digest] = blob.Length;
                }
            }
        }

        return lengths;
    }

    /// <summary>Returns the length of a blob that any repository of the store shares.</summary>
    internal async ValueTask<long?> FindSharedAsync(Digest digest, CancellationToken cancellationToken) =>
        (await store.Driver.StatAsync(ImageLayout.Pooled(digest), cancellationToken))?.Length;

    /// <summary>Returns the user whose push created a repository; <see langword="null"/> if not recorded.</summary>
    internal async ValueTask<string?> FindOwnerAsync(RepositoryName name, CancellationToken cancellationToken) =>
        ImageLayout.CanHold(name)
            && await store.Driver.ReadAsync(ImageLayout.Owner(name), cancellationToken) is { Length: > 0 } owner
            ? Encoding.UTF8.GetString(owner)
            : null;

    /// <summary>Records the user whose push created a repository.</summary>
    internal async ValueTask NoteOwnerAsync(RepositoryName name, string owner)
    {
        using var use = await repositories.UseAsync(name, CancellationToken.None);
        if (use is not null)
        {
            await store.Driver.WriteAsync(
                ImageLayout.Owner(name), Encoding.UTF8.GetBytes(owner),
                ImageLayout.Staging(name), store.Durable, CancellationToken.None);
        }
    }
}
