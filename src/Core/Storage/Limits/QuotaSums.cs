using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>
/// The usage of each quota of one configuration. Guarded by the lock of its <see cref="QuotaLedger"/>.
/// </summary>
internal sealed class QuotaSums(IReadOnlyList<QuotaOptions> options, GlobMatch matches)
{
    private readonly long[] _used = new long[options.Count];

    /// <summary>The configuration.</summary>
    internal IReadOnlyList<QuotaOptions> Options => options;

    /// <summary>Indicates whether there are user quotas.</summary>
    internal bool HasUsers { get; } = options.Any(static quota => quota.Pattern is null);

    /// <summary>The usage of each quota.</summary>
    internal IReadOnlyList<QuotaLevel> Levels =>
        [.. options.Select((quota, at) => new QuotaLevel(NameOf(quota), Math.Max(0, _used[at]), quota.MaxBytes))];

    /// <summary>Returns the indexes of the quotas that apply to a repository.</summary>
    internal IReadOnlyList<int> Of(RepositoryName repository, string? owner) =>
        [.. Enumerable.Range(0, options.Count).Where(at => options[at].Pattern is { } glob
            ? matches(glob, repository)
            : owner is not null && options[at].User == owner)];

    /// <summary>Adds a positive or negative number of bytes to quotas.</summary>
    internal void Add(IReadOnlyList<int> quotas, long bytes)
    {
        foreach (var at in quotas)
        {
            _used[at] += bytes;
        }
    }

    /// <summary>Returns the first quota that a number of bytes would exceed.</summary>
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
