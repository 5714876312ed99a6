#if EXT_SCRUB
using System.Runtime.CompilerServices;
using Zot.Registry;

namespace Zot.Extensions.Tests.Scrub;

/// <summary>A scrub with predefined findings.</summary>
internal sealed class ScriptedScrub : IContentScrub
{
    /// <summary>The scrubbed repositories.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Returns the findings for a repository; none by default.</summary>
    public Func<RepositoryName, IEnumerable<ScrubResult>> Find { get; init; } = static _ => [];

    /// <summary>The number of bytes that are read from each repository.</summary>
    public int Reads { get; init; }

    public async IAsyncEnumerable<ScrubResult> ScrubAsync(
        RepositoryName repository, Func<int, CancellationToken, ValueTask> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Asked.Add(repository.ToString());
        await read(Reads, cancellationToken);
        foreach (var result in Find(repository))
        {
            yield return result;
        }
    }
}
#endif
