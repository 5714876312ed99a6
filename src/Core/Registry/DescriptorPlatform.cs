namespace Zot.Registry;

/// <summary>The platform that an index declares for one of its manifests; it need not be that of the image.</summary>
/// <remarks>image-spec v1.1.1, image-index.md.</remarks>
/// <param name="Os">The operating system.</param>
/// <param name="Architecture">The processor.</param>
/// <param name="Variant">The variant of the processor.</param>
public sealed record DescriptorPlatform(string? Os, string? Architecture, string? Variant = null);
