using Zot.Configuration;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>What is in each quota of one configuration. Belongs to the <see cref="QuotaLedger"/>, which guards it.</summary>
internal sealed class QuotaSums(IReadOnlyList<QuotaOptions> options, GlobMatch matches)
{
    private readonly long[] _used = new long[options.Count];

    /// <summary>The configuration.</summary>
    internal IReadOnlyList<QuotaOptions> Options => options;

    /// <summary>Whether any of them is a user's.</summary>
    internal bool HasUsers { get; } = options.Any(static quota => quota.Pattern is null);

    /// <summary>How full each is.</summary>
    internal IReadOnlyList<QuotaLevel> Levels =>
        [.. options.Select((quota, at) => new QuotaLevel(NameOf(quota), Math.Max(0, _used[at]), quota.MaxBytes))];

    /// <summary>The quotas that a repository is in, by their places.</summary>
    internal IReadOnlyList<int> Of(RepositoryName repository, string? owner) =>
        [.. Enumerable.Range(0, options.Count).Where(at => options[at].Pattern is { } glob
            ? matches(glob, repository)
            : owner is not null && options[at].User == owner)];

    /// <summary>Adds to quotas, or takes away.</summary>
    internal void Add(IReadOnlyList<int> quotas, long bytes)
    {
        foreach (var at in quotas)
        {
            _used[at] += bytes;
        }
    }

    /// <summary>The first of some quotas that has no room for so many bytes.</summary>
    internal QuotaLevel? FindFull(IReadOnlyList<int> quotas, long bytes)
    {
        foreach (var at in quotas)
        {
            if (_used[at] + bytes > options[at].MaxBytes)
            {
                return new QuotaLevel(NameOf(options[at]), Math.Max(0, _used[at]), options[at].MaxBytes);
            }
        }

        return null;
    }

    private static string NameOf(QuotaOptions quota) => quota.Pattern ?? $"user:{quota.User}";
}
