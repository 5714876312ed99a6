using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;

namespace Zot.Storage.Backup;

/// <summary>Reads a consistent snapshot of the index of a repository that another process may be changing.</summary>
/// <remarks>
/// Changes go to the journal first; they are removed from the journal after <c>index.json</c> was written with them. A
/// journal that was read while <c>index.json</c> stayed the same therefore has every change missing there; applying a
/// change that is in both has no effect.
/// </remarks>
internal static class IndexSnapshot
{
    // The index is written at most a few times a second, and read within milliseconds.
    private const int MaxAttempts = 100;

    /// <summary>Reads the index; <see langword="null"/> if the repository does not exist.</summary>
    /// <exception cref="InvalidDataException">The index cannot be read.</exception>
    internal static async ValueTask<RepositoryIndex?> ReadAsync(
        IStorageDriver driver, RepositoryName repository, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Index(repository);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await driver.StatAsync(key, cancellationToken) is not { } before
                || await driver.ReadAsync(key, cancellationToken) is not { } content)
            {
                return null;
            }

            var journal = await driver.ReadAsync(ImageLayout.Journal(repository), cancellationToken) ?? [];
            if (await driver.StatAsync(key, cancellationToken) is { } after && after.IsSameVersionAs(before))
            {
                // A torn record is still being written, and was not acknowledged.
                return IndexStorage.ReadIndex(repository, content).With(
                    IndexStorage.ReadJournal(repository, journal).Records.SelectMany(static record => record.Changes));
            }
        }

        throw new InvalidDataException($"failed to read index.json of repository '{repository}': it keeps changing");
    }
}
