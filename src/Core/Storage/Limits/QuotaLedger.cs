using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>Tracks the usage of quotas, and reserves space for incoming content.</summary>
/// <remarks>
/// A repository is measured once, blob by blob: when it is first used, or in the background. From then on the stores
/// report changes. A reservation becomes usage in one step: no content is ever counted twice, or not at all. Each step
/// is a few additions under one lock.
/// </remarks>
internal sealed partial class QuotaLedger(
    Func<IReadOnlyList<QuotaOptions>> current, GlobMatch matches, IRepositoryContents contents, TimeProvider time)
{
    // The same as for idle uploads. A client that continues later reserves space again.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<RepositoryName, RepositoryUsage> _repositories = [];
    private readonly HashSet<Reservation> _reservations = [];
    private readonly Dictionary<(RepositoryName, Digest), Reservation> _arriving = [];
    private QuotaSums _sums = new([], matches);

    /// <summary>Indicates whether there are user quotas, so that owners of repositories matter.</summary>
    internal bool HasUsers => current().Any(static quota => quota.Pattern is null);

    /// <summary>The number of repositories that are tracked.</summary>
    internal int TrackedCount
    {
        get
        {
            lock (_lock)
            {
                return _repositories.Count;
            }
        }
    }

    /// <summary>The usage of each quota.</summary>
    internal IReadOnlyList<QuotaLevel> Levels
    {
        get
        {
            lock (_lock)
            {
                return Sums().Levels;
            }
        }
    }

    /// <summary>Ensures that a repository is measured.</summary>
    /// <returns>True if a quota applies to it.</returns>
    internal async ValueTask<bool> KnowAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Task counting;
        lock (_lock)
        {
            var usage = UsageOf(repository, isCounted: false);
            if (usage.IsCounted)
            {
                return usage.Quotas.Count > 0;
            }

            counting = usage.Counting ??= CountAsync(repository, usage);
        }

        await counting.WaitAsync(cancellationToken);
        lock (_lock)
        {
            return UsageOf(repository).Quotas.Count > 0;
        }
    }

    /// <summary>Records the owner of a repository that is about to be created.</summary>
    internal void Adopt(RepositoryName repository, string owner)
    {
        lock (_lock)
        {
            var usage = UsageOf(repository);
            usage.Owner = owner;
            Sort(repository, usage, Sums());
        }
    }

    /// <summary>Creates an empty reservation.</summary>
    internal Reservation Create(RepositoryName repository) => new(repository) { UsedAt = time.GetTimestamp() };

    /// <summary>Returns whether a reservation has been idle for a while.</summary>
    internal bool IsIdle(Reservation reservation)
    {
        lock (_lock)
        {
            return time.GetElapsedTime(reservation.UsedAt) >= Idle;
        }
    }

    /// <summary>Extends a reservation to a total number of bytes.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.QuotaExceeded"/>; the reservation is unchanged.
    /// </exception>
    internal void Reserve(Reservation reservation, long total) => Reserve(reservation, total, isFinal: false);

    /// <summary>
    /// Checks again, after all bytes have arrived, that the quotas allow them: the limits may have changed.
    /// </summary>
    /// <inheritdoc cref="Reserve(Reservation, long)"/>
    internal void Confirm(Reservation reservation, long total) => Reserve(reservation, total, isFinal: true);

    private void Reserve(Reservation reservation, long total, bool isFinal)
    {
        lock (_lock)
        {
            var usage = UsageOf(reservation.Repository);
            reservation.UsedAt = time.GetTimestamp();
            var more = Math.Max(0, total - reservation.Bytes);
            if (more == 0 && !isFinal)
            {
                return;
            }

            if (Sums().FindFull(usage.Quotas, more) is not null)
            {
                ReleaseIdle();
                if (Sums().FindFull(usage.Quotas, more) is { } full)
                {
                    throw Refusal(full, total);
                }
            }

            _reservations.Add(reservation);
            Set(reservation, Math.Max(total, reservation.Bytes));
        }
    }

    /// <summary>Associates a reservation with content that is about to be stored.</summary>
    internal void Expect(Reservation reservation, Digest digest)
    {
        lock (_lock)
        {
            _arriving[(reservation.Repository, digest)] = reservation;
        }
    }

    /// <summary>Removes the association of content, whether it was stored or not.</summary>
    internal void Forget(Reservation reservation, Digest digest)
    {
        lock (_lock)
        {
            _arriving.Remove((reservation.Repository, digest));
        }
    }

    /// <summary>Shrinks a reservation to a number of bytes.</summary>
    internal void Release(Reservation reservation, long keep = 0)
    {
        lock (_lock)
        {
            if (reservation.Bytes > keep)
            {
                Set(reservation, keep);
            }

            if (reservation.Bytes == 0)
            {
                _reservations.Remove(reservation);
            }
        }
    }

    /// <summary>Counts stored and deleted content, and clears the owner of a removed repository.</summary>
    internal void Handle(in ContentChange change)
    {
        switch (change.Kind)
        {
            case ContentChangeKind.BlobStored or ContentChangeKind.BlobDeleted:
                Count(change.Repository, change.Blob!.Value, change.Before, change.After);
                break;
            case ContentChangeKind.RepositoryRemoved:
                Forget(change.Repository);
                break;
        }
    }

    private void Count(RepositoryName repository, Digest digest, long before, long after)
    {
        lock (_lock)
        {
            var sums = Sums();
            if (_arriving.TryGetValue((repository, digest), out var reservation) && after > before)
            {
                Set(reservation, Math.Max(0, reservation.Bytes - (after - before)));
            }

            // A repository that is not measured yet will include this change.
            if (_repositories.TryGetValue(repository, out var usage))
            {
                usage.Changed?[digest] = after;
                if (usage.IsCounted)
                {
                    usage.Bytes += after - before;
                    sums.Add(usage.Quotas, after - before);
                }
            }
        }
    }

    // Stops tracking a removed repository: the next user to create one of that name owns it.
    private void Forget(RepositoryName repository)
    {
        lock (_lock)
        {
            if (_repositories.TryGetValue(repository, out var usage))
            {
                usage.Owner = null;
                Sort(repository, usage, Sums());
                if (usage is { Reserved: 0, Counting: null })
                {
                    Sums().Add(usage.Quotas, -usage.Bytes);
                    _repositories.Remove(repository);
                }
            }
        }
    }

    private void Set(Reservation reservation, long bytes)
    {
        var (sums, usage) = (Sums(), UsageOf(reservation.Repository));
        sums.Add(usage.Quotas, bytes - reservation.Bytes);
        usage.Reserved += bytes - reservation.Bytes;
        reservation.Bytes = bytes;
    }

    private void ReleaseIdle()
    {
        foreach (var idle in _reservations.Where(one => time.GetElapsedTime(one.UsedAt) >= Idle).ToList())
        {
            Set(idle, 0);
            _reservations.Remove(idle);
        }
    }

    // Callers other than a measurement know the repository: without an entry, it was removed since, and is empty.
    private RepositoryUsage UsageOf(RepositoryName repository, bool isCounted = true)
    {
        if (!_repositories.TryGetValue(repository, out var usage))
        {
            _repositories[repository] = usage = new RepositoryUsage { IsCounted = isCounted };
            Sort(repository, usage, Sums());
        }

        return usage;
    }

    // Assigns a repository to the quotas that currently apply to it.
    private static void Sort(RepositoryName repository, RepositoryUsage usage, QuotaSums sums)
    {
        sums.Add(usage.Quotas, -usage.Bytes - usage.Reserved);
        usage.Quotas = sums.Of(repository, usage.Owner);
        sums.Add(usage.Quotas, usage.Bytes + usage.Reserved);
    }

    // The sums for the current configuration, recomputed when the configuration changes.
    private QuotaSums Sums()
    {
        if (!ReferenceEquals(_sums.Options, current()))
        {
            _sums = new QuotaSums(current(), matches);
            foreach (var (repository, usage) in _repositories)
            {
                usage.Quotas = [];
                Sort(repository, usage, _sums);
            }
        }

        return _sums;
    }

    private static RegistryException Refusal(QuotaLevel full, long wanted) => RegistryError.QuotaExceeded.With(
        "quota", full.Name, $"{full.Used} of {full.Max} bytes are used, which leaves no space for {wanted}");
}
