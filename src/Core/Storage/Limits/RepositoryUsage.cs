using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>
/// The size of one repository. Guarded by the lock of the <see cref="QuotaLedger"/>, which updates it.
/// </summary>
internal sealed class RepositoryUsage
{
    /// <summary>The user whose push created it; <see langword="null"/> if not recorded.</summary>
    internal string? Owner { get; set; }

    /// <summary>The size of its measured content, in bytes.</summary>
    internal long Bytes { get; set; }

    /// <summary>The size of its incoming content, in bytes.</summary>
    internal long Reserved { get; set; }

    /// <summary>Indicates whether it was measured.</summary>
    internal bool IsCounted { get; set; }

    /// <summary>The measurement in progress.</summary>
    internal Task? Counting { get; set; }

    /// <summary>Changes since the measurement in progress started: the new lengths.</summary>
    internal Dictionary<Digest, long>? Changed { get; set; }

    /// <summary>The indexes of its quotas.</summary>
    internal IReadOnlyList<int> Quotas { get; set; } = [];
}
