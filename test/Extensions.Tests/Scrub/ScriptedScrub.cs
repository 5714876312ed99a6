#if EXT_SCRUB
using System.Runtime.CompilerServices;
using Zot.Registry;

namespace Zot.Extensions.Scrub.Tests;

/// <summary>A search that finds what a test has said.</summary>
internal sealed class ScriptedScrub : IContentScrub
{
    /// <summary>The repositories that were looked at.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What is found of a repository; nothing by default.</summary>
    public Func<RepositoryName, IEnumerable<ScrubResult>> Find { get; init; } = static _ => [];

    /// <summary>How much is read of each repository, in bytes.</summary>
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
