using System.Text.Json;

namespace Zot.Metadata.Content;

/// <summary>The parts of an image configuration that the index uses.</summary>
/// <remarks>image-spec v1.1.1, config.md.</remarks>
internal sealed record ImageConfig(
    DateTimeOffset? Created,
    string? Os,
    string? Architecture,
    string? Variant,
    IReadOnlyList<ImageConfig.Step?>? History)
{
    /// <summary>The author. Not bound to a type: an image whose author is no text is served nevertheless.</summary>
    public JsonElement Author { get; init; }

    /// <summary>The parameters of a container, with its labels.</summary>
    public JsonElement Config { get; init; }

    /// <summary>Returns the author; <see langword="null"/> without one.</summary>
    internal string? ReadAuthor() => Author.ValueKind is JsonValueKind.String ? Author.GetString() : null;

    /// <summary>Returns the labels that the index stores.</summary>
    internal IReadOnlyDictionary<string, string> ReadLabels()
    {
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        if (Config.ValueKind is JsonValueKind.Object
            && Config.TryGetProperty("Labels", out var labels) && labels.ValueKind is JsonValueKind.Object)
        {
            foreach (var label in labels.EnumerateObject())
            {
                if (label.Value.ValueKind is JsonValueKind.String && ImageAnnotations.IsKnown(label.Name))
                {
                    known[label.Name] = label.Value.GetString()!;
                }
            }
        }

        return known;
    }

    /// <summary>A step of the build history.</summary>
    internal sealed record Step(DateTimeOffset? Created);
}
