namespace Zot.Registry;

/// <summary>An immutable snapshot of the tags and manifests of a repository.</summary>
public interface IRepositoryListing
{
    /// <summary>The version of the repository, as in <see cref="RepositoryVersion.Version"/>.</summary>
    string? Version { get; }

    /// <summary>The modification time of <c>index.json</c>.</summary>
    DateTimeOffset Modified { get; }

    /// <summary>The tags and their manifests.</summary>
    IEnumerable<KeyValuePair<string, Descriptor>> Tags { get; }

    /// <summary>All manifests, tagged or untagged.</summary>
    IEnumerable<Descriptor> Manifests { get; }

    /// <summary>Finds the manifest of a tag; <see langword="null"/> if the tag does not exist.</summary>
    Descriptor? FindTag(string tag);

    /// <summary>Finds a manifest; <see langword="null"/> if it does not exist.</summary>
    Descriptor? FindManifest(Digest manifest);
}
