#if EXT_SYNC
namespace Zot.Extensions.Sync.Periodic;

/// <summary>The counts of the tags of a repository by result.</summary>
/// <param name="Current">The number of tags that were up to date.</param>
/// <param name="Copied">The number of tags that were copied, or would be.</param>
/// <param name="Skipped">The number of tags that were not to be copied.</param>
/// <param name="Failed">The number of tags that could not be copied.</param>
internal sealed record RepositoryResult(int Current = 0, int Copied = 0, int Skipped = 0, int Failed = 0)
{
    /// <summary>Adds the results of other repositories.</summary>
    public RepositoryResult Plus(RepositoryResult other) =>
        new(Current + other.Current, Copied + other.Copied, Skipped + other.Skipped, Failed + other.Failed);

    /// <summary>Adds the result of a tag.</summary>
    public RepositoryResult With(TagResult tag) => tag switch
    {
        TagResult.Current => this with { Current = Current + 1 },
        TagResult.Copied => this with { Copied = Copied + 1 },
        TagResult.Skipped => this with { Skipped = Skipped + 1 },
        _ => this with { Failed = Failed + 1 },
    };
}
#endif
