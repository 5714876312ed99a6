using Zot.Metadata;
using Zot.Metadata.Queries;

namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>Rows as text, so that a difference shows what differs.</summary>
internal static class RowText
{
    internal static IReadOnlyList<string> Of(MetadataPage<RepositoryRow> page) => [$"total {page.Total}", .. page.Items.Select(Of)];

    internal static IReadOnlyList<string> Of(MetadataPage<ImageRow> page) => [$"total {page.Total}", .. page.Items.Select(Of)];

    internal static string Of(ManifestRecord manifest) =>
        $"{manifest.Digest} {manifest.MediaType} {manifest.ArtifactType} {manifest.Platform} {manifest.TotalSize} {manifest.Updated?.UtcTicks}";

    private static string Of(RepositoryRow row) =>
        $"{row.Name} {row.Images} images, {row.Updated?.UtcTicks}, {row.Size} bytes, {string.Join('|', row.Platforms)}, {string.Join('|', row.Vendors)}, "
        + $"{row.Downloads} downloads, {row.Stars} stars, {row.IsStarred}, {row.IsBookmarked}, rank {row.Rank}, "
        + $"newest: {(row.NewestImage is { } newest ? Of(newest) : "none")}";

    private static string Of(ImageRow row)
    {
        var manifests = row.Images.Prepend(row.Manifest).DistinctBy(static manifest => manifest.Digest)
            .Select(manifest => $"{Of(manifest)}: {row.StatisticsOf(manifest.Digest)} {Signatures(row, manifest)}");
        return $"{row.Repository}:{row.Tag.Tag} {row.Tag.Tagged.UtcTicks} {row.Updated?.UtcTicks} {string.Join("; ", manifests)}";
    }

    private static string Signatures(ImageRow row, ManifestRecord manifest) =>
        string.Join('|', row.Signatures[manifest.Digest].Select(static signature => $"{signature.Kind} {signature.Manifest.Digest}").Order(StringComparer.Ordinal));
}
