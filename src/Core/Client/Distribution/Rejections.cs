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

    /// <summary>Indicates whether a failure is the rejection of content.</summary>
    public static bool Includes(RemoteRegistryException failure) => Find(failure) is not null;

    /// <summary>Creates the exception of the domain for a rejection.</summary>
    public static RegistryException Explain(RemoteRegistryException failure)
    {
        var (key, value) = failure.Details.FirstOrDefault(static one => one.Key is not ("description" or "reason"));
        var detail = new RegistryErrorDetail(key ?? "host", value ?? failure.Host, failure.RemoteMessage);
        return new RegistryException(Find(failure) ?? RegistryError.Unsupported, detail, failure);
    }

    // The status of a code differs between registries, except where one code has several meanings.
    private static RegistryError? Find(RemoteRegistryException failure)
    {
        if (failure is not { Kind: RemoteFailure.Rejected, Code: { } code, Status: { } status })
        {
            return null;
        }

        return Errors.FirstOrDefault(one => one.Code == code && one.Status == (int)status)
            ?? (code == RegistryError.Denied.Code ? null : Errors.FirstOrDefault(one => one.Code == code));
    }
}
