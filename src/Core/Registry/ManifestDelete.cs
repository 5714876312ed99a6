namespace Zot.Registry;

/// <summary>What is to be deleted (end-9).</summary>
/// <param name="Repository">Where.</param>
/// <param name="Reference">The tag; or the digest, and with it every tag.</param>
/// <param name="RefusesSharedDigest">Whether a digest with more than one tag is refused. Default: it is not.</param>
public sealed record ManifestDelete(RepositoryName Repository, Reference Reference, bool RefusesSharedDigest = false)
{
    /// <summary>The rules of layers, which decide at the commit point.</summary>
    public IReadOnlyList<CommitRule> Rules { get; init; } = [];

    /// <summary>Adds a rule.</summary>
    public ManifestDelete With(CommitRule rule) => this with { Rules = [.. Rules, rule] };
}
