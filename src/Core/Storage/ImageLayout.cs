using System.Globalization;
using System.Text;
using Zot.Registry;
using Zot.Storage.Drivers;

namespace Zot.Storage;

/// <summary>Where everything lies in a store. No other type makes up a key.</summary>
/// <remarks>
/// Each repository is an OCI image layout (image-spec, image-layout.md), as zot has it:
/// <code>
/// &lt;root&gt;/
/// ├── .zot.lock                     the claim of the running process
/// ├── _blobs/sha256/&lt;ab&gt;/&lt;hex&gt;       with dedupe: a hard link to every blob, to find it by digest alone
/// ├── _blobs/complete               the blobs of all repositories are linked there
/// ├── _removed/&lt;hash&gt;               the name of a repository whose removal is under way
/// ├── _quarantine/sha256/&lt;hex&gt;       damaged blobs that could not be repaired
/// └── library/alpine/               one place per repository; they nest freely
///     ├── oci-layout                {"imageLayoutVersion":"1.0.0"}
///     ├── index.json                the tagged and untagged manifests …
///     ├── .zot-index.log            … and what has changed since it was written
///     ├── .zot-owner                with quotas of users: whose push has made it
///     ├── blobs/sha256/&lt;hex&gt;        manifests, configs and layers alike
///     └── .uploads/&lt;id&gt;             unfinished uploads, and .tmp-&lt;id&gt;, objects being written
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

    /// <summary>What <c>oci-layout</c> holds.</summary>
    internal static ReadOnlyMemory<byte> LayoutMarker { get; } = """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray();

    /// <summary>Says that the pool knows the blobs of all repositories.</summary>
    internal static StorageKey PoolIsComplete { get; } = new($"{PoolPlace}/complete");

    /// <summary>The place of the pool.</summary>
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

    internal static StorageKey Upload(RepositoryName repository, string name) => new($"{repository}/{UploadsPlace}/{name}");

    /// <summary>A key for one object that is being written; no upload can have its name.</summary>
    internal static StorageKey Staging(RepositoryName repository) => new($"{repository}/{UploadsPlace}/.tmp-{Guid.NewGuid():N}");

    /// <summary>A key for a blob on its way in from elsewhere, always the same; no upload can have its name.</summary>
    internal static StorageKey Arriving(RepositoryName repository, Digest digest) =>
        new($"{repository}/{UploadsPlace}/.tmp-{digest.Algorithm.Name}-{digest.Encoded}");

    internal static StorageKey Pooled(Digest digest) =>
        new($"{PoolPlace}/{digest.Algorithm.Name}/{digest.Encoded[..2]}/{digest.Encoded}");

    /// <summary>The place of the pooled blobs of an algorithm.</summary>
    internal static StorageKey Pooled(DigestAlgorithm algorithm) => new($"{PoolPlace}/{algorithm.Name}");

    /// <summary>Where a damaged blob goes that cannot be repaired; one of the same digest may lie there already.</summary>
    internal static StorageKey Quarantined(Digest digest, int number) => new(
        $"_quarantine/{digest.Algorithm.Name}/{digest.Encoded}{(number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $".{number}"))}");

    /// <summary>A key for one link on its way into the pool.</summary>
    internal static StorageKey PoolStaging() => new($"{PoolPlace}/{StagingPrefix}{Guid.NewGuid():N}");

    /// <summary>Whether a child of the pool is on its way into it.</summary>
    internal static bool IsPoolStaging(StorageChild child) =>
        !child.HasChildren && child.Name.StartsWith(StagingPrefix, StringComparison.Ordinal);

    /// <summary>The place of the notes of removals under way.</summary>
    internal static StorageKey Removed { get; } = new("_removed");

    /// <summary>The note that a repository is being removed.</summary>
    internal static StorageKey RemovedNote(RepositoryName repository) =>
        Removed.Child(DigestAlgorithm.Sha256.Compute(Encoding.UTF8.GetBytes(repository.ToString())).Encoded.ToString());

    /// <summary>A key for such a note while it is written.</summary>
    internal static StorageKey RemovedStaging() => Removed.Child($"{StagingPrefix}{Guid.NewGuid():N}");

    /// <summary>Whether these are the children of a repository.</summary>
    internal static bool IsRepository(IReadOnlyList<StorageChild> children) =>
        children.Any(static child => child is { Name: LayoutFile, HasChildren: false })
        && children.Any(static child => child is { Name: IndexFile, HasChildren: false })
        && children.Any(static child => child is { Name: BlobsPlace, HasChildren: true });

    /// <summary>Whether repositories may lie in or below a child of a place; the children of the root are no repository's.</summary>
    internal static bool MayHoldRepositories(StorageChild child, bool isInRoot) =>
        child.HasChildren && child.Name[0] is not ('.' or '_') && (isInRoot || child.Name != BlobsPlace);

    /// <summary>Whether a repository can have this name: not if it would lie among the blobs of another one.</summary>
    internal static bool CanHold(RepositoryName repository) => !$"{repository}/".Contains($"/{BlobsPlace}/", StringComparison.Ordinal);
}
