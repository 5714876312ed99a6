#if EXT_SEARCH
using Zot.Metadata;
using Zot.Metadata.Queries;

namespace Zot.Extensions.Search.Queries;

/// <summary>Reads what an image declares about itself.</summary>
internal static class Declared
{
    /// <summary>Returns a value of the image, or else of its first manifest; empty without one.</summary>
    public static string Find(ImageRow row, string oci, string labelSchema) =>
        ImageAnnotations.Find(row.Manifest, oci, labelSchema)
        ?? (FirstOf(row) is { } first ? ImageAnnotations.Find(first, oci, labelSchema) : null)
        ?? "";

    /// <summary>Returns the labels that the image declares as a text; empty without them.</summary>
    public static string Labels(ImageRow row) => Exact(row, "org.label-schema.labels") ?? "";

    /// <summary>Returns the authors; empty without them.</summary>
    public static string Authors(ImageRow row) =>
        Exact(row, "org.opencontainers.image.authors") ?? row.Manifest.Author ?? "";

    private static string? Exact(ImageRow row, string key) =>
        Exact(row.Manifest, key) ?? (FirstOf(row) is { } first ? Exact(first, key) : null);

    private static string? Exact(ManifestRecord manifest, string key) =>
        manifest.Annotations.GetValueOrDefault(key) ?? manifest.Labels.GetValueOrDefault(key);

    private static ManifestRecord? FirstOf(ImageRow row) => row.Images is [var first, ..] ? first : null;
}
#endif
