using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>An upload that reserves space: in advance if its length is known, otherwise as its bytes arrive.</summary>
/// <remarks>
/// Acknowledged bytes are kept when later ones are rejected: the client may continue once space is available.
/// </remarks>
internal sealed class QuotaUpload(
    IBlobUpload inner, QuotaLedger ledger, UploadReservations reservations, LimitMeter meter) : IBlobUpload
{
    public UploadId Id => inner.Id;

    public RepositoryName Repository => inner.Repository;

    public long Length => inner.Length;

    public async ValueTask AppendAsync(Stream source, long? offset, long? length, CancellationToken cancellationToken)
    {
        if (!await ledger.KnowAsync(Repository, cancellationToken) || (offset is { } start && start != inner.Length))
        {
            await inner.AppendAsync(source, offset, length, cancellationToken);
            return;
        }

        var reservation = reservations.Of(inner);
        var before = inner.Length;
        try
        {
            if (length is { } bytes)
            {
                meter.Watch(() => ledger.Reserve(reservation, before + bytes));
                await inner.AppendAsync(source, offset, length, cancellationToken);
            }
            else
            {
                await using var limited = new ReservingStream(
                    source, count => meter.Watch(() => ledger.Reserve(reservation, before + count)));
                await inner.AppendAsync(limited, offset, length: null, cancellationToken);
            }
        }
        catch (RegistryException refusal) when (refusal.Error == RegistryError.QuotaExceeded)
        {
            // A client that does not continue must not block the space.
            ledger.Release(reservation);
            throw;
        }
        catch // on any exception, only received bytes need space
        {
            ledger.Release(reservation, keep: inner.Length);
            throw;
        }
    }

    public async ValueTask<Descriptor> CompleteAsync(
        Digest expected, CallContext? call, CancellationToken cancellationToken)
    {
        if (!await ledger.KnowAsync(Repository, cancellationToken))
        {
            return await inner.CompleteAsync(expected, call, cancellationToken);
        }

        // After a restart, or a long pause, the reservation is gone.
        var reservation = reservations.Of(inner);
        meter.Watch(() => ledger.Confirm(reservation, inner.Length));
        ledger.Expect(reservation, expected);
        Descriptor blob;
        try
        {
            blob = await inner.CompleteAsync(expected, call, cancellationToken);
        }
        finally
        {
            ledger.Forget(reservation, expected);
        }

        End(reservation);
        return blob;
    }

    public async ValueTask CancelAsync(CancellationToken cancellationToken)
    {
        await inner.CancelAsync(cancellationToken);
        End(reservations.Of(inner));
    }

    private void End(Reservation reservation)
    {
        ledger.Release(reservation);
        reservations.Remove(inner);
    }
}
