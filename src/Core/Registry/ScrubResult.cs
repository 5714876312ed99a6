namespace Zot.Registry;

/// <summary>What was found of one descriptor of an <c>index.json</c>.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Reference">The tag, or the digest of a manifest without one; empty when it is about the repository as a whole.</param>
/// <param name="AffectedBlob">The first blob that is not as it should be; <see langword="null"/> when all are.</param>
/// <param name="Error">What is wrong, in zot's words; <see langword="null"/> when nothing is.</param>
public sealed record ScrubResult(RepositoryName Repository, string Reference, Digest? AffectedBlob, string? Error)
{
    /// <summary>Whether all that was wrong has been repaired.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Whether the manifest and all it names are whole.</summary>
    public bool IsOk => Error is null;

    /// <summary><c>ok</c>, <c>affected</c> or <c>repaired</c>.</summary>
    public string Status => IsOk ? "ok" : IsRepaired ? "repaired" : "affected";
}
