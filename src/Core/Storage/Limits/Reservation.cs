using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>Room that is kept for content on its way into a repository. Belongs to the <see cref="QuotaLedger"/>, which changes it.</summary>
internal sealed class Reservation(RepositoryName repository)
{
    internal RepositoryName Repository => repository;

    /// <summary>How much, in bytes.</summary>
    internal long Bytes { get; set; }

    /// <summary>When it was asked for last, as a timestamp.</summary>
    internal long UsedAt { get; set; }
}
