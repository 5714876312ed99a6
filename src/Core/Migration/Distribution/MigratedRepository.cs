namespace Zot.Migration.Distribution;

/// <summary>The result of migrating one repository, or the forecast of a dry run.</summary>
/// <param name="Name">The name of the repository.</param>
public sealed record MigratedRepository(string Name)
{
    /// <summary>The number of manifests added to the target.</summary>
    public int Manifests { get; init; }

    /// <summary>The number of tags added to the target, or moved.</summary>
    public int Tags { get; init; }

    /// <summary>The number of manifests that the target already had, with all their tags.</summary>
    public int Unchanged { get; init; }

    /// <summary>The number of manifests of Docker's schema 2, whether new or already in the target.</summary>
    public int DockerManifests { get; init; }

    /// <summary>The number of blobs added to this repository of the target.</summary>
    public int Blobs { get; init; }

    /// <summary>
    /// The number of blob bytes read and verified; a blob that several repositories share is read once.
    /// </summary>
    public long Bytes { get; init; }

    /// <summary>The number of blob bytes copied; the others are shared with the source.</summary>
    public long Copied { get; init; }

    /// <summary>The items that could not be migrated, with the reason, one sentence each.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
