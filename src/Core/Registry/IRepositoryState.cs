namespace Zot.Registry;

/// <summary>An immutable snapshot of the tags and manifests of a repository, intact or damaged.</summary>
public interface IRepositoryState
{
    /// <summary>Indicates whether the repository has a manifest.</summary>
    bool HasManifests { get; }

    /// <summary>Returns whether the repository has a manifest, tagged or untagged.</summary>
    bool HasManifest(Digest manifest);

    /// <summary>Finds the manifest of a tag.</summary>
    /// <returns>The digest; <see langword="null"/> if the tag does not exist.</returns>
    Digest? FindTag(Tag tag);

    /// <summary>Returns the tags of a manifest, in ASCII order.</summary>
    IReadOnlyList<string> TagsOf(Digest manifest);
}
