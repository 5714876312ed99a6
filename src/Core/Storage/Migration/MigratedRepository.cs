namespace Zot.Storage.Migration;

/// <summary>What has been done for one repository, or would be.</summary>
/// <param name="Name">Its name.</param>
public sealed record MigratedRepository(string Name)
{
    /// <summary>The manifests that are new in the target.</summary>
    public int Manifests { get; init; }

    /// <summary>The tags that are new in the target, or moved.</summary>
    public int Tags { get; init; }

    /// <summary>The manifests that were in the target already, with all their tags.</summary>
    public int Unchanged { get; init; }

    /// <summary>The manifests of Docker's schema 2, wherever they were before.</summary>
    public int DockerManifests { get; init; }

    /// <summary>The blobs that are new in this repository of the target.</summary>
    public int Blobs { get; init; }

    /// <summary>How many bytes of blobs were read and compared with their digests: each blob once, however many repositories have it.</summary>
    public long Bytes { get; init; }

    /// <summary>How many of them were copied; the others are shared with the source.</summary>
    public long Copied { get; init; }

    /// <summary>What could not be migrated, and why: a sentence for each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
