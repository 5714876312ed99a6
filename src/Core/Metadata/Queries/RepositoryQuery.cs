using Zot.Registry;

namespace Zot.Metadata.Queries;

/// <summary>Selects and orders repositories. All members that are set apply.</summary>
public sealed record RepositoryQuery
{
    /// <summary>Admits repositories, such as those that a caller may read; <see langword="null"/> for all.</summary>
    public Predicate<RepositoryName>? Admits { get; init; }

    /// <summary>The user whose marks are returned; <see langword="null"/> for an anonymous user.</summary>
    public string? User { get; init; }

    /// <summary>The repository.</summary>
    public RepositoryName? Repository { get; init; }

    /// <summary>The text that repositories are ranked by, in lower case; see <see cref="SearchRank"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>Selects repositories by the platforms of their images.</summary>
    public PlatformFilter? Platform { get; init; }

    /// <summary>Selects repositories whose newest image is signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Selects repositories that the user has starred, or has not; <see langword="null"/> for all.</summary>
    public bool? IsStarred { get; init; }

    /// <summary>
    /// Selects repositories that the user has bookmarked, or has not; <see langword="null"/> for all.
    /// </summary>
    public bool? IsBookmarked { get; init; }

    /// <summary>Selects repositories without images, too.</summary>
    public bool IncludesEmpty { get; init; }

    /// <summary>The order.</summary>
    public ListOrder Order { get; init; }

    /// <summary>The page.</summary>
    public PageRequest Page { get; init; } = PageRequest.All;
}
