using System.Globalization;

namespace Zot.Metadata;

/// <summary>The annotations and labels of images that have a meaning by specification.</summary>
/// <remarks>image-spec v1.1.1, annotations.md; label-schema.org for images that were built before it.</remarks>
public static class ImageAnnotations
{
    private const string Oci = "org.opencontainers.image.";
    private const string LabelSchema = "org.label-schema.";

    private static readonly (string Oci, string LabelSchema) Created = (Oci + "created", LabelSchema + "build-date");

    /// <summary>Indicates whether the index stores a label.</summary>
    public static bool IsKnown(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.StartsWith(Oci, StringComparison.Ordinal)
            || label.StartsWith(LabelSchema, StringComparison.Ordinal);
    }

    /// <summary>
    /// Returns a value that an image declares: in an annotation, or else in a label, by the OCI key, or else by that of
    /// label-schema.org.
    /// </summary>
    /// <param name="manifest">The image.</param>
    /// <param name="oci">The key below <c>org.opencontainers.image.</c>.</param>
    /// <param name="labelSchema">The key below <c>org.label-schema.</c>.</param>
    public static string? Find(ManifestRecord manifest, string oci, string labelSchema)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return Find(manifest.Annotations) ?? Find(manifest.Labels);

        string? Find(IReadOnlyDictionary<string, string> values) =>
            values.GetValueOrDefault(Oci + oci) ?? values.GetValueOrDefault(LabelSchema + labelSchema);
    }

    /// <summary>
    /// Returns the declared time of creation of an image; <see langword="null"/> without a valid one.
    /// </summary>
    /// <param name="annotations">The annotations of the manifest, which take precedence.</param>
    /// <param name="labels">The labels of the configuration.</param>
    public static DateTimeOffset? FindCreated(
        IReadOnlyDictionary<string, string> annotations, IReadOnlyDictionary<string, string> labels) =>
        FindTime(annotations) ?? FindTime(labels);

    private static DateTimeOffset? FindTime(IReadOnlyDictionary<string, string> values) =>
        Parse(values.GetValueOrDefault(Created.Oci)) ?? Parse(values.GetValueOrDefault(Created.LabelSchema));

    private static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
