namespace Zot.Registry;

/// <summary>The tags and manifests of a repository at the commit point of a change, under the lock of the repository.</summary>
public interface IRepositoryState
{
    /// <summary>Indicates whether the repository has a manifest.</summary>
    bool HasManifests { get; }

    /// <summary>Finds the manifest of a tag, intact or damaged.</summary>
    /// <returns>The digest; <see langword="null"/> if the tag does not exist.</returns>
    Digest? FindTag(Tag tag);

    /// <summary>Returns the tags of a manifest, in ASCII order.</summary>
    IReadOnlyList<string> TagsOf(Digest manifest);
}
