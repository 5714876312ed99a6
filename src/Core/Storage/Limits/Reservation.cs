using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>
/// Space reserved for incoming content of a repository. Guarded by the lock of the <see cref="QuotaLedger"/>.
/// </summary>
internal sealed class Reservation(RepositoryName repository)
{
    internal RepositoryName Repository => repository;

    /// <summary>The reserved bytes.</summary>
    internal long Bytes { get; set; }

    /// <summary>The timestamp of the last use.</summary>
    internal long UsedAt { get; set; }
}
