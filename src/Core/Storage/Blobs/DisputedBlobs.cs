using System.Collections.Concurrent;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage.Blobs;

/// <summary>Decides whether a blob is whole whose length is not what manifests say: its bytes are compared with its digest.</summary>
/// <remarks>Each version of a file is read once. A file whose length a manifest confirms is never read for this.</remarks>
internal sealed class DisputedBlobs(VerifiedFiles verified)
{
    // Some 2 MB. With more damaged blobs, some are read again.
    private const int MaxDamaged = 10_000;

    private readonly ConcurrentDictionary<StorageKey, StoredObject> _damaged = [];

    /// <summary>Compares the bytes with the digest, unless that was done for this version of the file.</summary>
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
