using Zot.Configuration;
using Zot.Registry;
using Zot.Storage.Collection;

namespace Zot.Storage.Limits;

/// <summary>Knows what the repositories hold that quotas are for, and keeps room for what is on its way to them.</summary>
/// <remarks>
/// A repository is counted once, by a look at each of its blobs: when it is touched first, or in the background. From then on
/// the stores tell what comes and goes. What is reserved becomes what is held in one step: never is anything counted twice, or
/// not at all. Each step is a few additions under one lock.
/// </remarks>
internal sealed partial class QuotaLedger(
    Func<IReadOnlyList<QuotaOptions>> current, GlobMatch matches, IRepositoryContents contents, TimeProvider time)
    : IContentListener
{
    // As long as an upload is remembered that nobody continues. Who comes later asks for room again.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<RepositoryName, RepositoryUsage> _repositories = [];
    private readonly HashSet<Reservation> _reservations = [];
    private readonly Dictionary<(RepositoryName, Digest), Reservation> _arriving = [];
    private QuotaSums _sums = new([], matches);

    /// <summary>Whether there is a quota of a user, so that it matters who made a repository.</summary>
    internal bool HasUsers => current().Any(static quota => quota.Pattern is null);

    /// <summary>How full each quota is.</summary>
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

    /// <summary>Makes sure that a repository is counted.</summary>
    /// <returns>Whether any quota is for it.</returns>
    internal async ValueTask<bool> KnowAsync(RepositoryName repository, CancellationToken cancellationToken)
    {
        Task counting;
        lock (_lock)
        {
            var usage = UsageOf(repository);
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

    /// <summary>Says whose push is about to make a repository.</summary>
    internal void Adopt(RepositoryName repository, string owner)
    {
        lock (_lock)
        {
            var usage = UsageOf(repository);
            usage.Owner = owner;
            Sort(repository, usage, Sums());
        }
    }

    /// <summary>A reservation that keeps nothing yet.</summary>
    internal Reservation Create(RepositoryName repository) => new(repository) { UsedAt = time.GetTimestamp() };

    /// <summary>Whether nobody has asked for a reservation for a while.</summary>
    internal bool IsIdle(Reservation reservation)
    {
        lock (_lock)
        {
            return time.GetElapsedTime(reservation.UsedAt) >= Idle;
        }
    }

    /// <summary>Keeps room for so many bytes in all; what is kept already is part of it.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.QuotaExceeded"/>: nothing more is kept than before.</exception>
    internal void Reserve(Reservation reservation, long total) => Reserve(reservation, total, isFinal: false);

    /// <summary>Decides again, when all bytes have arrived, whether there is room: the limits may have changed since.</summary>
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

    /// <summary>Says which content a reservation is for, just before it is there.</summary>
    internal void Expect(Reservation reservation, Digest digest)
    {
        lock (_lock)
        {
            _arriving[(reservation.Repository, digest)] = reservation;
        }
    }

    /// <summary>Ends the expectation of content, whether it came or not.</summary>
    internal void Forget(Reservation reservation, Digest digest)
    {
        lock (_lock)
        {
            _arriving.Remove((reservation.Repository, digest));
        }
    }

    /// <summary>Gives back what is kept beyond so many bytes.</summary>
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

    public void Change(RepositoryName repository, Digest digest, long before, long after)
    {
        lock (_lock)
        {
            var sums = Sums();
            if (_arriving.TryGetValue((repository, digest), out var reservation) && after > before)
            {
                Set(reservation, Math.Max(0, reservation.Bytes - (after - before)));
            }

            // What was never counted will be as it is then.
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

    /// <summary>A repository was removed: whoever makes one of that name owns it.</summary>
    internal void Forget(RepositoryName repository)
    {
        lock (_lock)
        {
            if (_repositories.TryGetValue(repository, out var usage))
            {
                usage.Owner = null;
                Sort(repository, usage, Sums());
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

    private RepositoryUsage UsageOf(RepositoryName repository)
    {
        if (!_repositories.TryGetValue(repository, out var usage))
        {
            _repositories[repository] = usage = new RepositoryUsage();
            Sort(repository, usage, Sums());
        }

        return usage;
    }

    // Puts a repository into the quotas that are for it now.
    private static void Sort(RepositoryName repository, RepositoryUsage usage, QuotaSums sums)
    {
        sums.Add(usage.Quotas, -usage.Bytes - usage.Reserved);
        usage.Quotas = sums.Of(repository, usage.Owner);
        sums.Add(usage.Quotas, usage.Bytes + usage.Reserved);
    }

    // The sums by the configuration of the moment: another one is added up anew.
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
        "quota", full.Name, $"{full.Used} of {full.Max} bytes are used, which leaves no room for {wanted}");
}
