namespace Zot.Metadata.Queries;

/// <summary>
/// Selects platforms. One platform must match both lists, in any letter case; an empty list matches all.
/// </summary>
/// <param name="Systems">The operating systems.</param>
/// <param name="Architectures">
/// The architectures: <c>arm/v7</c>, or <c>arm</c> for those with any variant.
/// </param>
public sealed record PlatformFilter(IReadOnlyList<string> Systems, IReadOnlyList<string> Architectures)
{
    /// <summary>Indicates whether a platform is selected.</summary>
    public bool Matches(ImagePlatform platform) =>
        (Systems.Count == 0 || Systems.Contains(platform.Os, StringComparer.OrdinalIgnoreCase))
        && (Architectures.Count == 0 || Architectures.Any(wanted => IsArchitecture(platform.Architecture, wanted)));

    private static bool IsArchitecture(string architecture, string wanted) =>
        architecture.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (architecture.Length == wanted.Length || (wanted.Length > 0 && architecture[wanted.Length] == '/'));
}
