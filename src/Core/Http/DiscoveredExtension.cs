namespace Zot.Http;

/// <summary>An extension as clients discover it.</summary>
/// <param name="Name">Its name; <c>_zot</c> is what zot's own clients look for.</param>
/// <param name="Url">Where it is described.</param>
/// <param name="Description">What it is, in a few words.</param>
/// <param name="Endpoints">The paths it answers.</param>
/// <remarks>distribution-spec, <c>extensions/_oci.md</c>.</remarks>
public sealed record DiscoveredExtension(string Name, string Url, string Description, IReadOnlyList<string> Endpoints);
