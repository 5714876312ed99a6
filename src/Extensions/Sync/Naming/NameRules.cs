#if EXT_SYNC
using Zot.Configuration.Extensions;
using Zot.Registry;

namespace Zot.Extensions.Sync.Naming;

/// <summary>
/// Maps names of repositories between an upstream registry and this one, by the entries of <c>content</c>.
/// </summary>
/// <param name="content">The entries, in the order of the configuration.</param>
/// <exception cref="FormatException">A prefix or an expression is invalid.</exception>
internal sealed class NameRules(IReadOnlyList<SyncContentOptions> content)
{
    private readonly NameRule[] _rules = [.. content.Select(static entry => new NameRule(entry))];

    /// <summary>
    /// The images that entries name by digest; without those of a repository that another entry, or none, applies to.
    /// </summary>
    public IReadOnlyList<SyncImage> Images =>
        [.. _rules.SelectMany(rule => rule.Images
            .Where(image => Find(image.Repository) == rule)
            .Select(image => FindLocal(image.Repository) is { } name ? new SyncImage(name, image.Digest) : null)
            .OfType<SyncImage>())];

    /// <summary>Maps a repository of the upstream registry. The first entry whose prefix matches it decides.</summary>
    /// <returns>
    /// The names; <see langword="null"/> if no entry matches, or the entry results in an invalid name in this registry.
    /// </returns>
    public SyncName? FindLocal(RepositoryName upstream) =>
        Find(upstream) is { } rule && rule.FindLocal(upstream) is { } local
            ? new SyncName(upstream, local, rule.Tags)
            : null;

    /// <summary>
    /// Maps a repository of this registry back. The first entry that can result in this name decides; without entries,
    /// each repository has the same name in both registries.
    /// </summary>
    /// <returns>The names; <see langword="null"/> if no entry results in this name.</returns>
    public SyncName? FindUpstream(RepositoryName local)
    {
        if (_rules.Length == 0)
        {
            return new SyncName(local, local, TagFilter.All);
        }

        foreach (var rule in _rules)
        {
            if (rule.FindUpstream(local) is { } upstream)
            {
                return new SyncName(upstream, local, rule.Tags);
            }
        }

        return null;
    }

    private NameRule? Find(RepositoryName upstream) => Array.Find(_rules, rule => rule.Matches(upstream));
}
#endif
