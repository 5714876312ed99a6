namespace Zot.Registry;

/// <summary>What a push of a manifest has stored.</summary>
/// <param name="Stored">The manifest.</param>
/// <param name="Subject">The manifest it refers to, for the <c>OCI-Subject</c> header; usually none.</param>
public sealed record PushedManifest(Descriptor Stored, Digest? Subject)
{
    /// <summary>Indicates whether the manifest existed without any tag, and has one since this push.</summary>
    public bool IsTaggedAnew { get; init; }
}
