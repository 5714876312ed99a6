using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>What one repository holds. Belongs to the <see cref="QuotaLedger"/>, which guards and changes it.</summary>
internal sealed class RepositoryUsage
{
    /// <summary>The user whose push made it; <see langword="null"/> when nobody noted it.</summary>
    internal string? Owner { get; set; }

    /// <summary>What it holds, in bytes; what is not counted yet is not in it.</summary>
    internal long Bytes { get; set; }

    /// <summary>What is on its way, in bytes.</summary>
    internal long Reserved { get; set; }

    /// <summary>Whether it has been counted once.</summary>
    internal bool IsCounted { get; set; }

    /// <summary>The count under way.</summary>
    internal Task? Counting { get; set; }

    /// <summary>What became of content since the count under way has begun, by its length now.</summary>
    internal Dictionary<Digest, long>? Changed { get; set; }

    /// <summary>The quotas it is in, by their places.</summary>
    internal IReadOnlyList<int> Quotas { get; set; } = [];
}
