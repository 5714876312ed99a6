namespace Zot.Registry;

/// <summary>
/// Receives notifications of changes to repositories, after they are made. Must neither block nor throw.
/// </summary>
/// <remarks>
/// A notification says what has changed, but not its new value: the observer reads the current value.
/// </remarks>
public interface IContentObserver
{
    /// <summary>Notes that a tag was moved or a manifest added or removed.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="tag">The changed tag, if any.</param>
    /// <param name="manifest">The manifest that may have been added or removed, if any.</param>
    void NoteChange(RepositoryName repository, string? tag, Digest? manifest);

    /// <summary>Notes that a repository was read again, or removed: earlier notifications no longer apply.</summary>
    /// <param name="version">
    /// The version that was read; if <see cref="RepositoryVersion.Version"/> is <see langword="null"/>, it is unknown.
    /// </param>
    void NoteLoad(RepositoryVersion version);

    /// <summary>Notes that all changes notified so far are in <c>index.json</c>.</summary>
    void NoteVersion(RepositoryVersion version);
}
