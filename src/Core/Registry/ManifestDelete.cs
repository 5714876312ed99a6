namespace Zot.Registry;

/// <summary>A request to delete a tag or a manifest (end-9).</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Reference">The tag; or the digest of a manifest, which is deleted with all its tags.</param>
/// <param name="RefusesSharedDigest">True to reject a digest with more than one tag. Default: false.</param>
public sealed record ManifestDelete(RepositoryName Repository, Reference Reference, bool RefusesSharedDigest = false)
{
    /// <summary>The caller; <see langword="null"/> for the registry itself.</summary>
    public CallContext? Call { get; init; }

    /// <summary>The rules of layers, evaluated at the commit point.</summary>
    public IReadOnlyList<CommitRule> Rules { get; init; } = [];

    /// <summary>Returns a copy with an additional rule.</summary>
    public ManifestDelete With(CommitRule rule) => this with { Rules = [.. Rules, rule] };
}
