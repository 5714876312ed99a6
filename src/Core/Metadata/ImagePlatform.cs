namespace Zot.Metadata;

/// <summary>The platform an image runs on.</summary>
/// <param name="Os">The operating system: <c>linux</c>.</param>
/// <param name="Architecture">The processor, with its variant if there is one: <c>arm/v7</c>.</param>
public readonly record struct ImagePlatform(string Os, string Architecture);
