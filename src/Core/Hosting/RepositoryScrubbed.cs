using Zot.Registry;

namespace Zot.Hosting;

/// <summary>The result of a scrub of a repository.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Count">The number of checked entries of its <c>index.json</c>.</param>
/// <param name="AffectedCount">The number of affected entries.</param>
/// <param name="Affected">The affected entries; only the first ones if there are very many.</param>
public sealed record RepositoryScrubbed(
    RepositoryName Repository, int Count, int AffectedCount, IReadOnlyList<ScrubResult> Affected);
