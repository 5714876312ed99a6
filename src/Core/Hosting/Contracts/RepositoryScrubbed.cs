using Zot.Registry;

namespace Zot.Hosting;

/// <summary>What a search for damaged content has found in a repository.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Count">How many entries of its <c>index.json</c> were looked at.</param>
/// <param name="AffectedCount">How many of them are affected.</param>
/// <param name="Affected">What is wrong with them; the first ones where they are very many.</param>
public sealed record RepositoryScrubbed(RepositoryName Repository, int Count, int AffectedCount, IReadOnlyList<ScrubResult> Affected);
