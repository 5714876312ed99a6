using Zot.Metadata.Queries;

namespace Zot.Metadata.Sqlite;

/// <summary>Reduces the images of a tag to those that match a query.</summary>
internal static class ImageMatch
{
    /// <summary>Returns how a query reduces images; <see langword="null"/> if it does not.</summary>
    internal static Func<ImageRow, IReadOnlyList<ManifestRecord>>? Of(ImageQuery query) =>
        query is { DigestPrefix: null, DerivedFrom: null, BaseOf: null }
            ? null
            : row => [.. row.Images.Where(image => Matches(query, row.Manifest, image))];

    private static bool Matches(ImageQuery query, ManifestRecord root, ManifestRecord image) =>
        (query.DigestPrefix is not { } prefix || Begins(root.Digest.ToString(), prefix) || Contains(image, prefix))
        && (query.DerivedFrom is not { } origin || IsDerived(image, origin))
        && (query.BaseOf is not { } derived || IsDerived(derived, image));

    private static bool IsDerived(ManifestRecord image, ManifestRecord origin) =>
        image.Digest != origin.Digest && origin.Layers.Count > 0 && origin.Layers.Count <= image.Layers.Count
        && origin.Layers.Select(static layer => layer.Digest)
            .SequenceEqual(image.Layers.Take(origin.Layers.Count).Select(static layer => layer.Digest));

    private static bool Contains(ManifestRecord image, string prefix) =>
        Begins(image.Digest.ToString(), prefix)
        || (image.Config is { } config && Begins(config.ToString(), prefix))
        || image.Layers.Any(layer => Begins(layer.Digest.ToString(), prefix));

    private static bool Begins(string digest, string prefix) =>
        digest.AsSpan(
            prefix.Contains(':', StringComparison.Ordinal) ? 0 : digest.IndexOf(':', StringComparison.Ordinal) + 1)
            .StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
