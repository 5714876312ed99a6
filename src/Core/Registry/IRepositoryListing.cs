namespace Zot.Registry;

/// <summary>The tags and manifests of a repository at one moment. Never changes.</summary>
public interface IRepositoryListing
{
    /// <summary>The version of the repository, as <see cref="RepositoryVersion.Version"/> has it.</summary>
    string? Version { get; }

    /// <summary>When <c>index.json</c> was written.</summary>
    DateTimeOffset Modified { get; }

    /// <summary>Where each tag points to.</summary>
    IEnumerable<KeyValuePair<string, Descriptor>> Tags { get; }

    /// <summary>Every manifest, with or without tag.</summary>
    IEnumerable<Descriptor> Manifests { get; }

    /// <summary>Where a tag points to; <see langword="null"/> when there is no such tag.</summary>
    Descriptor? FindTag(string tag);

    /// <summary>A manifest; <see langword="null"/> when it is not there.</summary>
    Descriptor? FindManifest(Digest manifest);
}
