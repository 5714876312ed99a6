using Zot.Registry;

namespace Zot.Storage.Graph;

/// <summary>The description of a blob that manifests share.</summary>
/// <param name="use">The blob.</param>
/// <param name="mediaType">The media type that the manifests give it.</param>
/// <param name="size">The size that they give it, in bytes.</param>
/// <param name="isRequired">Indicates whether the manifests could be pushed only when the blob existed.</param>
internal sealed class BlobClaim(BlobUse use, string mediaType, long size, bool isRequired)
{
    internal BlobUse Use { get; } = use;

    internal string MediaType { get; } = mediaType;

    internal long Size { get; } = size;

    internal bool IsRequired { get; } = isRequired;

    /// <summary>Gets or sets the number of manifests with this description.</summary>
    internal int Count { get; set; }

    internal bool Says(Descriptor descriptor, bool isRequired) =>
        (Size, IsRequired) == (descriptor.Size, isRequired) && MediaType == descriptor.MediaType;
}
