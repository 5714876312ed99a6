using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;

namespace Zot.Storage.Backup;

/// <summary>Reads the index of a repository that another process may be changing, as it was at one moment.</summary>
/// <remarks>
/// Changes go to the journal first; what <c>index.json</c> holds is taken out of the journal after it was written. So a
/// journal that was read while <c>index.json</c> stayed the same has all that is not in it; what is in both changes nothing.
/// </remarks>
internal static class IndexSnapshot
{
    // The index is written a few times a second at most, and read within milliseconds.
    private const int MaxAttempts = 100;

    /// <summary>The index; <see langword="null"/> when there is no such repository.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
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
                // A record that is being written is torn, and was not acknowledged.
                return IndexStorage.ReadIndex(repository, content).With(IndexStorage.ReadJournal(repository, journal).Records.SelectMany(static record => record.Changes));
            }
        }

        throw new InvalidDataException($"index.json of the repository '{repository}' changes faster than it can be read");
    }
}
