using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>Selects and orders images. All members that are set apply.</summary>
public sealed record ImageQuery
{
    /// <summary>Admits repositories, such as those that a caller may read; <see langword="null"/> for all.</summary>
    public Predicate<RepositoryName>? Admits { get; init; }

    /// <summary>The repository.</summary>
    public RepositoryName? Repository { get; init; }

    /// <summary>The tag.</summary>
    public string? Tag { get; init; }

    /// <summary>The beginning of the tag, in any letter case.</summary>
    public string? TagPrefix { get; init; }

    /// <summary>A part of the tag, in any letter case.</summary>
    public string? TagPart { get; init; }

    /// <summary>
    /// The beginning of a digest, with or without its algorithm: that of the manifest, of a manifest of its index, or
    /// of their configurations and layers. <see cref="ImageRow.Images"/> are those that match, or all if the index
    /// itself does.
    /// </summary>
    public string? DigestPrefix { get; init; }

    /// <summary>
    /// Selects images built on this one: its layers are the first layers of one of <see cref="ImageRow.Images"/>.
    /// </summary>
    public ManifestRecord? DerivedFrom { get; init; }

    /// <summary>
    /// Selects images that this one is built on: the layers of one of <see cref="ImageRow.Images"/> are its first
    /// layers.
    /// </summary>
    public ManifestRecord? BaseOf { get; init; }

    /// <summary>Selects images by platform: one of <see cref="ImageRow.Images"/> must match.</summary>
    public PlatformFilter? Platform { get; init; }

    /// <summary>Selects images with a signature.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The order.</summary>
    public ListOrder Order { get; init; }

    /// <summary>The page.</summary>
    public PageRequest Page { get; init; } = PageRequest.All;

    /// <summary>Indicates whether all images of the admitted repositories are selected.</summary>
    public bool IsWhole => this == new ImageQuery { Admits = Admits, Order = Order, Page = Page };
}
