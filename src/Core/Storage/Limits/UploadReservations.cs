using System.Collections.Concurrent;
using Zot.Registry;

namespace Zot.Storage.Limits;

/// <summary>The room that is kept for uploads from one of their requests to the next.</summary>
internal sealed class UploadReservations
{
    private readonly ConcurrentDictionary<(RepositoryName, UploadId), Reservation> _all = [];

    internal Reservation Of(IBlobUpload upload) =>
        _all.GetOrAdd((upload.Repository, upload.Id), static key => new Reservation(key.Item1));

    internal void Remove(IBlobUpload upload) => _all.TryRemove((upload.Repository, upload.Id), out _);
}
