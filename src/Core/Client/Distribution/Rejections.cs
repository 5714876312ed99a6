using System.Diagnostics.CodeAnalysis;
using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Finds the error of the domain for a rejected change.</summary>
/// <remarks>
/// Only for rejections of content. Authentication, permissions, quotas and failures concern this client, not its
/// caller: they remain a <see cref="RemoteRegistryException"/>.
/// </remarks>
internal static class Rejections
{
    private static readonly RegistryError[] Errors =
    [
        RegistryError.BlobUploadInvalid,
        RegistryError.ChunkOutOfOrder,
        RegistryError.BlobUploadUnknown,
        RegistryError.DigestInvalid,
        RegistryError.ManifestBlobUnknown,
        RegistryError.ManifestInvalid,
        RegistryError.ManifestTypeUnsupported,
        RegistryError.ManifestTooLarge,
        RegistryError.TooManyTags,
        RegistryError.ManifestCollision,
        RegistryError.StillReferenced,
        RegistryError.TagImmutable,
        RegistryError.NameInvalid,
        RegistryError.SizeInvalid,
        RegistryError.Unsupported,
    ];

    /// <summary>Finds the error of the domain.</summary>
    public static bool TryFind(RemoteRegistryException failure, [NotNullWhen(true)] out RegistryException? rejection)
    {
        rejection = null;
        if (failure.Kind != RemoteFailure.Rejected || failure.Code is null)
        {
            return false;
        }

        // The status of a code differs between registries, except where one code has several meanings.
        var status = (int)failure.Status!.Value;
        var error = Errors.FirstOrDefault(one => one.Code == failure.Code && one.Status == status)
            ?? (failure.Code == RegistryError.Denied.Code ? null : Errors.FirstOrDefault(one => one.Code == failure.Code));
        if (error is null)
        {
            return false;
        }

        var (key, value) = failure.Details.FirstOrDefault(static one => one.Key is not ("description" or "reason"));
        rejection = new RegistryException(error, new RegistryErrorDetail(key ?? "host", value ?? failure.Host, failure.RemoteMessage), failure);
        return true;
    }
}
