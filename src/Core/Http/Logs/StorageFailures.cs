using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http.Logs;

/// <summary>Distinguishes storage failures, which have their own responses, from bugs.</summary>
internal static class StorageFailures
{
    /// <summary>
    /// Returns the response error for a storage failure; <see langword="null"/> for any other exception.
    /// </summary>
    public static RegistryException? Of(Exception fault, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        return fault switch
        {
            _ when MediumFailures.IsFull(fault) =>
                RegistryError.StorageFull.With("path", path, "no space left in the storage"),
            _ when MediumFailures.IsReadOnly(fault) && (fault is IOException || Changes(request.Method)) =>
                RegistryError.Unavailable.With("storage", "read-only", "the storage directory is not writable"),
            InvalidDataException =>
                RegistryError.Damaged.With("path", path, "the stored data is damaged; see the registry log"),
            _ => null,
        };
    }

    // An unreadable file is a different failure than an unwritable one.
    private static bool Changes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);
}
