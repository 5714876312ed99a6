namespace Zot.Metadata.Queries;

/// <summary>A signature of a manifest.</summary>
/// <param name="Kind">The tool that made it: <c>cosign</c> or <c>notation</c>.</param>
/// <param name="Manifest">The manifest of the signature; each of its layers is one signature.</param>
/// <param name="Facts">The facts about the signature, by kind; see <see cref="IMetadataQueries.SetFactAsync"/>.</param>
public sealed record SignatureRow(string Kind, ManifestRecord Manifest, IReadOnlyDictionary<string, string> Facts);
