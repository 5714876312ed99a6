namespace Zot.Metadata.Queries;

/// <summary>The time at which an image was last updated, as it declares it.</summary>
public static class ImageTimes
{
    /// <summary>
    /// Returns the time of the manifest; for an index without one, that of its first image with an annotation or label,
    /// or else of its latest image; <see langword="null"/> without any.
    /// </summary>
    /// <param name="manifest">The manifest of the tag.</param>
    /// <param name="images">Its images, in order.</param>
    public static DateTimeOffset? Updated(ManifestRecord manifest, IReadOnlyList<ManifestRecord> images)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest.Updated
            ?? images.Select(static image => ImageAnnotations.FindCreated(image.Annotations, image.Labels))
                .FirstOrDefault(static time => time is not null)
            ?? images.Max(static image => image.Updated);
    }
}
