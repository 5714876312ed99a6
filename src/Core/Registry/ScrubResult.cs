namespace Zot.Registry;

/// <summary>The result of a scrub for one descriptor of an <c>index.json</c>.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Reference">
/// The tag, or the digest of an untagged manifest; empty if the result is about the repository as a whole.
/// </param>
/// <param name="AffectedBlob">The first faulty blob; <see langword="null"/> if there is none.</param>
/// <param name="Error">The error, with zot's text; <see langword="null"/> if there is none.</param>
public sealed record ScrubResult(RepositoryName Repository, string Reference, Digest? AffectedBlob, string? Error)
{
    /// <summary>Indicates whether all damage has been repaired.</summary>
    public bool IsRepaired { get; init; }

    /// <summary>Indicates whether the manifest and all its references are intact.</summary>
    public bool IsOk => Error is null;

    /// <summary>The status: <c>ok</c>, <c>affected</c> or <c>repaired</c>.</summary>
    public string Status => IsOk ? "ok" : IsRepaired ? "repaired" : "affected";
}
