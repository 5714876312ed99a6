using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>A repository in a list.</summary>
/// <param name="Name">The repository.</param>
public sealed record RepositoryRow(RepositoryName Name)
{
    /// <summary>The number of its images.</summary>
    public int Images { get; init; }

    /// <summary>The image with the latest update; <see langword="null"/> without images.</summary>
    public ImageRow? NewestImage { get; init; }

    /// <summary>The later of the last update of an image, and the creation of the last tag.</summary>
    public DateTimeOffset? Updated { get; init; }

    /// <summary>The size of the manifests and blobs that its images contain, each counted once, in bytes.</summary>
    public long Size { get; init; }

    /// <summary>The platforms of its images.</summary>
    public IReadOnlyList<ImagePlatform> Platforms { get; init; } = [];

    /// <summary>The vendors of its images.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    /// <summary>The number of pulls of the manifests that its tags point to, counted per tag.</summary>
    public long Downloads { get; init; }

    /// <summary>The number of users who have starred it.</summary>
    public int Stars { get; init; }

    /// <summary>Indicates whether the user of the query has starred it.</summary>
    public bool IsStarred { get; init; }

    /// <summary>Indicates whether the user of the query has bookmarked it.</summary>
    public bool IsBookmarked { get; init; }

    /// <summary>The rank by the text of the query; lower is better.</summary>
    public int Rank { get; init; }
}
