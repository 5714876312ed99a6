namespace Zot.Metadata;

/// <summary>The platform an image runs on.</summary>
/// <param name="Os">The operating system: <c>linux</c>.</param>
/// <param name="Architecture">The processor, with its variant if there is one: <c>arm/v7</c>.</param>
public readonly record struct ImagePlatform(string Os, string Architecture)
{
    /// <summary>Indicates whether it has an operating system or a processor.</summary>
    public bool IsDeclared => !string.IsNullOrEmpty(Os) || !string.IsNullOrEmpty(Architecture);

    /// <summary>
    /// Creates a platform; <see langword="null"/> if neither an operating system nor a processor is declared.
    /// </summary>
    /// <param name="os">The operating system; <see langword="null"/> if it is missing.</param>
    /// <param name="architecture">The processor; <see langword="null"/> if it is missing.</param>
    /// <param name="variant">Its variant; <see langword="null"/> or empty if it is missing.</param>
    public static ImagePlatform? Of(string? os, string? architecture, string? variant) =>
        os is null && architecture is null
            ? null
            : new ImagePlatform(os ?? "", string.IsNullOrEmpty(variant)
                ? architecture ?? ""
                : $"{architecture}/{variant}");
}
