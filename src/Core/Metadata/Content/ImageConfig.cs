namespace Zot.Metadata.Content;

/// <summary>The parts of an image configuration that the index uses.</summary>
/// <remarks>image-spec v1.1.1, config.md.</remarks>
internal sealed record ImageConfig(
    DateTimeOffset? Created, string? Os, string? Architecture, string? Variant, IReadOnlyList<ImageConfig.Step?>? History)
{
    /// <summary>A step of the build history.</summary>
    internal sealed record Step(DateTimeOffset? Created);
}
