namespace Zot.Metadata.Queries;

/// <summary>The orders of repositories and images.</summary>
public enum ListOrder
{
    /// <summary>By repository, then tag, in ASCII order.</summary>
    Name,

    /// <summary>By repository, then tag, in reverse ASCII order.</summary>
    NameDescending,

    /// <summary>Repositories by <see cref="RepositoryRow.Rank"/>, best first; images as <see cref="Name"/>.</summary>
    Relevance,

    /// <summary>By the last update, latest first; those without a time are last.</summary>
    Updated,

    /// <summary>By the number of pulls, highest first.</summary>
    Downloads,

    /// <summary>Repositories by the number of stars, highest first; images as <see cref="Name"/>.</summary>
    Stars,
}
