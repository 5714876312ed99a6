using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage;

/// <summary>The layout of a store. No other type constructs keys.</summary>
/// <remarks>
/// Each repository is an OCI image layout (image-spec, image-layout.md), the same as zot's:
/// <code>
/// &lt;root&gt;/
/// ├── .zot.lock                     the lock of the running process
/// ├── .zot.reserve                  space reserved for recording deletions on a full disk
/// ├── _blobs/sha256/&lt;ab&gt;/&lt;hex&gt;       with dedupe: a hard link to every blob, found by digest
/// ├── _blobs/complete               marks that the pool links the blobs of all repositories
/// ├── _removed/&lt;hash&gt;               the name of a repository that is being removed
/// ├── _quarantine/sha256/&lt;hex&gt;       damaged blobs that could not be repaired
/// └── library/alpine/               one directory per repository; they can be nested
///     ├── oci-layout                {"imageLayoutVersion":"1.0.0"}
///     ├── index.json                the tagged and untagged manifests
///     ├── .zot-index.log            changes since index.json was written
///     ├── .zot-owner                with user quotas: the user whose push created it
///     ├── blobs/sha256/&lt;hex&gt;        manifests, configs and layers alike
///     └── .uploads/&lt;id&gt;             unfinished uploads; .tmp-&lt;id&gt;: objects being written
/// </code>
/// </remarks>
internal static class ImageLayout
{
    private const string LayoutFile = "oci-layout";
    private const string IndexFile = "index.json";
    private const string BlobsPlace = "blobs";
    private const string UploadsPlace = ".uploads";
    private const string PoolPlace = "_blobs";
    private const string StagingPrefix = ".tmp-";
    private const long MaxEmptyIndexLength = 128;

    // The names that the grammar allows as a component of a repository name: files of a repository, and of zot in the
    // root.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.Ordinal, LayoutFile, IndexFile, BlobsPlace,
        "cache.db", "meta.db", "hardlinkcheck.txt", "duphardlinkcheck.txt");

    /// <summary>The content of <c>oci-layout</c>.</summary>
    internal static ReadOnlyMemory<byte> LayoutMarker { get; } = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    /// <summary>The key that marks the pool as complete: it links the blobs of all repositories.</summary>
    internal static StorageKey PoolIsComplete { get; } = new($"{PoolPlace}/complete");

    /// <summary>The directory of the pool.</summary>
    internal static StorageKey Pool { get; } = new(PoolPlace);

    internal static StorageKey Repository(RepositoryName repository) => new(repository.ToString());

    internal static StorageKey Layout(RepositoryName repository) => new($"{repository}/{LayoutFile}");

    internal static StorageKey Index(RepositoryName repository) => new($"{repository}/{IndexFile}");

    internal static StorageKey Journal(RepositoryName repository) => new($"{repository}/.zot-index.log");

    internal static StorageKey Owner(RepositoryName repository) => new($"{repository}/.zot-owner");

    internal static StorageKey Blobs(RepositoryName repository) => new($"{repository}/{BlobsPlace}");

    internal static StorageKey Blobs(RepositoryName repository, DigestAlgorithm algorithm) =>
        new($"{repository}/{BlobsPlace}/{algorithm.Name}");

    internal static StorageKey Blob(RepositoryName repository, Digest digest) =>
        new($"{repository}/{BlobsPlace}/{digest.Algorithm.Name}/{digest.Encoded}");

    internal static StorageKey Uploads(RepositoryName repository) => new($"{repository}/{UploadsPlace}");

    internal static StorageKey Upload(RepositoryName repository, UploadId id) => Upload(repository, id.ToString());

    internal static StorageKey Upload(RepositoryName repository, string name) =>
        new($"{repository}/{UploadsPlace}/{name}");

    /// <summary>Returns a unique key for an object that is being written; no upload can have its name.</summary>
    internal static StorageKey Staging(RepositoryName repository) =>
        new($"{repository}/{UploadsPlace}/.tmp-{Guid.NewGuid():N}");

    /// <summary>
    /// Returns a key for a blob that is being imported, the same for each digest; no upload can have its name.
    /// </summary>
    internal static StorageKey Arriving(RepositoryName repository, Digest digest) =>
        new($"{repository}/{UploadsPlace}/.tmp-{digest.Algorithm.Name}-{digest.Encoded}");

    internal static StorageKey Pooled(Digest digest) =>
        new($"{PoolPlace}/{digest.Algorithm.Name}/{digest.Encoded[..2]}/{digest.Encoded}");

    /// <summary>Returns the directory of the pooled blobs of an algorithm.</summary>
    internal static StorageKey Pooled(DigestAlgorithm algorithm) => new($"{PoolPlace}/{algorithm.Name}");

    /// <summary>
    /// Returns the key to quarantine an unrepairable blob under; the number distinguishes blobs of the same digest.
    /// </summary>
    internal static StorageKey Quarantined(Digest digest, int number)
    {
        var suffix = number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{number}");
        return new($"_quarantine/{digest.Algorithm.Name}/{digest.Encoded}{suffix}");
    }

    /// <summary>Returns a unique key for a link that is being added to the pool.</summary>
    internal static StorageKey PoolStaging() => new($"{PoolPlace}/{StagingPrefix}{Guid.NewGuid():N}");

    /// <summary>Returns whether a child of the pool is a link that is being added to it.</summary>
    internal static bool IsPoolStaging(StorageChild child) =>
        !child.HasChildren && child.Name.StartsWith(StagingPrefix, StringComparison.Ordinal);

    /// <summary>The directory of the removal markers.</summary>
    internal static StorageKey Removed { get; } = new("_removed");

    /// <summary>Returns the key of the marker of a repository that is being removed.</summary>
    internal static StorageKey RemovedNote(RepositoryName repository) =>
        Removed.Child(DigestAlgorithm.Sha256.Compute(Encoding.UTF8.GetBytes(repository.ToString())).Encoded.ToString());

    /// <summary>Returns a unique key for a removal marker that is being written.</summary>
    internal static StorageKey RemovedStaging() => Removed.Child($"{StagingPrefix}{Guid.NewGuid():N}");

    /// <summary>Returns whether these are the children of a repository.</summary>
    internal static bool IsRepository(IReadOnlyList<StorageChild> children) =>
        children.Any(static child => child is { Name: LayoutFile, HasChildren: false })
        && children.Any(static child => child is { Name: IndexFile, HasChildren: false })
        && children.Any(static child => child is { Name: BlobsPlace, HasChildren: true });

    /// <summary>Returns whether there was ever an upload, judging by the children of a repository.</summary>
    internal static bool HadUploads(IReadOnlyList<StorageChild> children) =>
        children.Any(static child => child is { Name: UploadsPlace, HasChildren: true });

    /// <summary>Returns whether a repository holds a manifest or a blob.</summary>
    internal static async ValueTask<bool> HasContentAsync(
        IStorageDriver driver, RepositoryName repository, CancellationToken cancellationToken)
    {
        // An index that lists anything is longer.
        if (await driver.StatAsync(Index(repository), cancellationToken) is { Length: > MaxEmptyIndexLength })
        {
            return true;
        }

        foreach (var child in await driver.ListAsync(Blobs(repository), cancellationToken))
        {
            if (!child.HasChildren
                || (await driver.ListAsync(Blobs(repository).Child(child.Name), cancellationToken)).Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether a repository is at the path of its name, or can be created there.</summary>
    internal static async ValueTask<bool> IsInPlaceAsync(
        IStorageDriver driver, RepositoryName repository, CancellationToken cancellationToken)
    {
        if (!await driver.IsInPlaceAsync(Repository(repository), cancellationToken))
        {
            return false;
        }

        var children = await driver.ListAsync(Repository(repository), cancellationToken);
        return !children.Any(static child => IsOccupied(child))
            && !(await driver.ListAsync(Blobs(repository), cancellationToken)).Any(static child => child.IsLink);
    }

    // Occupied by an entry of another kind than the layout requires.
    private static bool IsOccupied(StorageChild child) => child.Name switch
    {
        IndexFile or LayoutFile => child.HasChildren || child.IsLink,
        BlobsPlace or UploadsPlace => !child.HasChildren,
        _ => false,
    };

    /// <summary>Returns whether a child of a directory may be or contain a repository.</summary>
    internal static bool MayHoldRepositories(StorageChild child) =>
        child.HasChildren && !IsReserved(child.Name) && RepositoryName.TryParse(child.Name, out _);

    /// <summary>
    /// Returns whether a repository can have this name: no component is the name of a file or directory of the layout.
    /// </summary>
    internal static bool CanHold(RepositoryName repository) => ReservedIn(repository) is null;

    /// <summary>
    /// Returns the component of a name that the layout or zot reserves; otherwise <see langword="null"/>.
    /// </summary>
    internal static string? ReservedIn(RepositoryName repository)
    {
        var name = repository.ToString().AsSpan();
        foreach (var component in name.Split('/'))
        {
            if (Reserved.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[component], out var reserved))
            {
                return reserved;
            }
        }

        return null;
    }

    private static bool IsReserved(string name) => Reserved.Contains(name);
}
