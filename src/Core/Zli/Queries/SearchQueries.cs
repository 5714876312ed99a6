namespace Zot.Zli.Queries;

/// <summary>The queries of the search extension, as zot 2.1.20 defines them.</summary>
internal static class SearchQueries
{
    private const string Images = "PaginatedImagesResult";

    private const string Image =
        "RepoName Tag Digest MediaType "
        + "Manifests { Digest ConfigDigest Size Platform { Os Arch } IsSigned Layers { Size Digest } LastUpdated } "
        + "LastUpdated Size IsSigned";

    private const string Counts =
        "Summary { Count UnknownCount LowCount MediumCount HighCount CriticalCount MaxSeverity }";

    private static readonly QueryArgument Page = new("requestedPage", "PageInput");
    private static readonly QueryArgument Filter = new("filter", "Filter");
    private static readonly QueryArgument Id = new("id", "String!");
    private static readonly QueryArgument Searched = new("searchedCVE", "String");
    private static readonly QueryArgument Excluded = new("excludedCVE", "String");

    /// <summary>The images of a repository, or of all.</summary>
    public static SearchQuery ImageList { get; } = OfImages("ImageList", new("repo", "String!"), Page);

    /// <summary>The images that contain a digest.</summary>
    public static SearchQuery ImageListForDigest { get; } = OfImages("ImageListForDigest", Id, Page);

    /// <summary>The images on which an image is based.</summary>
    public static SearchQuery BaseImageList { get; } =
        OfImages("BaseImageList", new("image", "String!"), new("digest", "String"), Page);

    /// <summary>The images that are based on an image.</summary>
    public static SearchQuery DerivedImageList { get; } =
        OfImages("DerivedImageList", new("image", "String!"), new("digest", "String"), Page);

    /// <summary>The vulnerabilities of an image.</summary>
    public static SearchQuery CveListForImage { get; } = new(
        "CVEListForImage",
        [new("image", "String!"), Page, Searched, Excluded, new("severity", "String")],
        "CVEResultForImage",
        "Tag CVEList { Id Title Severity Description "
            + $"PackageList {{ Name PackagePath InstalledVersion FixedVersion }} }} {Counts}");

    /// <summary>The images with a vulnerability.</summary>
    public static SearchQuery ImageListForCve { get; } = OfImages("ImageListForCVE", Id, Filter, Page);

    /// <summary>The images of a repository in which a vulnerability is fixed.</summary>
    public static SearchQuery ImageListWithCveFixed { get; } =
        OfImages("ImageListWithCVEFixed", Id, new("image", "String!"), Filter, Page);

    /// <summary>The vulnerabilities of an image that another one does not have.</summary>
    public static SearchQuery CveDiffListForImages { get; } = new(
        "CVEDiffListForImages",
        [new("minuend", "ImageInput!"), new("subtrahend", "ImageInput!"), Page, Searched, Excluded],
        "CVEDiffResult",
        "Minuend { Repo Tag } Subtrahend { Repo Tag } CVEList { Id Title Description Severity Reference "
            + $"PackageList {{ Name InstalledVersion FixedVersion }} }} {Counts} Page {{ TotalCount ItemCount }}");

    /// <summary>The referrers of a manifest.</summary>
    public static SearchQuery Referrers { get; } = new(
        "Referrers",
        [new("repo", "String!"), new("digest", "String!"), new("type", "[String!]")],
        "Referrer",
        "ArtifactType Digest MediaType Size Annotations { Key Value }");

    /// <summary>A search for repositories or images.</summary>
    public static SearchQuery GlobalSearch { get; } = new(
        "GlobalSearch",
        [new("query", "String!"), Filter, Page],
        "GlobalSearchResult",
        $"Images {{ {Image} }} Repos {{ Name Platforms {{ Os Arch }} LastUpdated Size DownloadCount StarCount }}");

    private static SearchQuery OfImages(string name, params QueryArgument[] arguments) =>
        new(name, arguments, Images, $"Results {{ {Image} }}");
}
