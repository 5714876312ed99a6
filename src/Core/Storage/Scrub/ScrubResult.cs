using Zot.Registry;

namespace Zot.Storage.Scrub;

/// <summary>What was found of one descriptor of an <c>index.json</c>.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Reference">The tag, or the digest of a manifest without one.</param>
/// <param name="AffectedBlob">The first blob that is not as it should be; <see langword="null"/> when all are.</param>
/// <param name="Error">What is wrong with it, in zot's words; <see langword="null"/> when nothing is.</param>
public sealed record ScrubResult(RepositoryName Repository, string Reference, Digest? AffectedBlob, string? Error)
{
    /// <summary>Whether the manifest and all it names are whole.</summary>
    public bool IsOk => AffectedBlob is null;

    /// <summary><c>ok</c> or <c>affected</c>.</summary>
    public string Status => IsOk ? "ok" : "affected";
}
