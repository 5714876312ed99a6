namespace Zot.Registry;

/// <summary>Is told of what becomes of repositories, after it has. Must neither wait nor fail.</summary>
/// <remarks>What has changed is told, not to what: whoever wants to know that asks, and gets what it is then.</remarks>
public interface IContentObserver
{
    /// <summary>A tag points somewhere else, or a manifest is there or not there any more.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tag">The tag, if it is one that has changed.</param>
    /// <param name="manifest">The manifest, if it may be there, or not, since.</param>
    void NoteChange(RepositoryName repository, string? tag, Digest? manifest);

    /// <summary>A repository was read anew, or is gone: what was told of it before counts no more.</summary>
    /// <param name="version">
    /// What was read; with <see cref="RepositoryVersion.Version"/> <see langword="null"/>, it may be anything.
    /// </param>
    void NoteLoad(RepositoryVersion version);

    /// <summary>All that was told so far is in <c>index.json</c>.</summary>
    void NoteVersion(RepositoryVersion version);
}
