using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>The reservations of uploads, kept between requests.</summary>
internal sealed class UploadReservations(QuotaLedger ledger)
{
    private const int LeastSweep = 1024;

    private readonly ConcurrentDictionary<(RepositoryName, UploadId), Reservation> _all = [];
    private int _sweepAt = LeastSweep;

    internal Reservation Of(IBlobUpload upload)
    {
        if (_all.TryGetValue((upload.Repository, upload.Id), out var known))
        {
            return known;
        }

        if (_all.Count >= _sweepAt)
        {
            ForgetIdle();
        }

        return _all.GetOrAdd((upload.Repository, upload.Id), static (key, ledger) => ledger.Create(key.Item1), ledger);
    }

    internal void Remove(IBlobUpload upload) => _all.TryRemove((upload.Repository, upload.Id), out _);

    // Most uploads complete; abandoned ones must not accumulate.
    private void ForgetIdle()
    {
        foreach (var one in _all.Where(one => ledger.IsIdle(one.Value)).ToList())
        {
            ledger.Release(one.Value);
            _all.TryRemove(one);
        }

        _sweepAt = Math.Max(LeastSweep, 2 * _all.Count);
    }
}
