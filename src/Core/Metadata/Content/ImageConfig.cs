namespace Zot.Metadata.Content;

/// <summary>What the index wants of an image's configuration.</summary>
/// <remarks>image-spec v1.1.1, config.md.</remarks>
internal sealed record ImageConfig(
    DateTimeOffset? Created, string? Os, string? Architecture, string? Variant, IReadOnlyList<ImageConfig.Step?>? History)
{
    /// <summary>A step of its history.</summary>
    internal sealed record Step(DateTimeOffset? Created);
}
