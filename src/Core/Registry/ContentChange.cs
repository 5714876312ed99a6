namespace Zot.Registry;

/// <summary>A change of the content of a repository, published at its commit point.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Kind">The kind of the change.</param>
public readonly record struct ContentChange(RepositoryName Repository, ContentChangeKind Kind)
{
    /// <summary>The version that was read or written; <see langword="null"/> if it is unknown.</summary>
    public ContentVersion? Version { get; init; }

    /// <summary>The changed tag, if any.</summary>
    public string? Tag { get; init; }

    /// <summary>The manifest that was pushed or deleted, or may have been added or removed, if any.</summary>
    public Digest? Manifest { get; init; }

    /// <summary>The blob, or manifest, whose bytes were stored or deleted.</summary>
    public Digest? Blob { get; init; }

    /// <summary>The length of <see cref="Blob"/> before the change; zero if it did not exist.</summary>
    public long Before { get; init; }

    /// <summary>The length of <see cref="Blob"/> after the change; zero if it was deleted.</summary>
    public long After { get; init; }

    /// <summary>Indicates whether a push tagged an existing untagged manifest.</summary>
    public bool IsTaggedAnew { get; init; }

    /// <summary>The caller; <see langword="null"/> for background work.</summary>
    public CallContext? Caller { get; init; }
}
