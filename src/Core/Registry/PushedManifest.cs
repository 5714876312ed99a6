namespace Zot.Registry;

/// <summary>The result of a manifest push.</summary>
/// <param name="Stored">The stored manifest.</param>
/// <param name="Subject">The subject of the manifest, for the <c>OCI-Subject</c> header, if any.</param>
public sealed record PushedManifest(Descriptor Stored, Digest? Subject);
