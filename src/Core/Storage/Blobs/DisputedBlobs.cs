using System.Collections.Concurrent;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Blobs;

/// <summary>
/// Verifies blobs whose length differs from their manifests, by comparing their bytes with the digest.
/// </summary>
/// <remarks>
/// Each version of a file is read once. A file whose length a manifest confirms is never read for this purpose.
/// </remarks>
internal sealed class DisputedBlobs(VerifiedFiles verified)
{
    // About 2 MB. With more damaged blobs, some are read again.
    private const int MaxDamaged = 10_000;

    private readonly ConcurrentDictionary<StorageKey, StoredObject> _damaged = [];

    /// <summary>
    /// Returns whether the bytes match the digest. Reads the file unless this version of it was verified before.
    /// </summary>
    internal async ValueTask<bool> IsWholeAsync(
        RepositoryName repository, Digest digest, StoredObject file, CancellationToken cancellationToken)
    {
        var key = ImageLayout.Blob(repository, digest);
        if (_damaged.TryGetValue(key, out var damaged) && damaged.IsSameVersionAs(file))
        {
            return false;
        }

        if (await verified.IsSoundAsync(key, digest, cancellationToken))
        {
            return true;
        }

        if (_damaged.Count >= MaxDamaged)
        {
            _damaged.Clear();
        }

        _damaged[key] = file;
        return false;
    }
}
