using Microsoft.AspNetCore.Http;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Tells failures of the storage, which have answers of their own, from bugs.</summary>
internal static class StorageFaults
{
    /// <summary>Returns the answer to a failure of the storage; <see langword="null"/> for any other.</summary>
    public static RegistryException? Of(Exception fault, HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        return fault switch
        {
            _ when MediumFailures.IsFull(fault) => RegistryError.StorageFull.With("path", path, "there is no space left"),
            _ when MediumFailures.IsReadOnly(fault) && (fault is IOException || Changes(request.Method)) =>
                RegistryError.Unavailable.With("storage", "read-only", "the storage directory cannot be written to"),
            InvalidDataException => RegistryError.Damaged.With("path", path, "the stored data is damaged, see the log of the registry"),
            _ => null,
        };
    }

    // A file that must not be read is another matter than one that must not be written.
    private static bool Changes(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);
}
