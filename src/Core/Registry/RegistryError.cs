namespace Zot.Registry;

/// <summary>An error of the registry API: the error code, the HTTP status and the message.</summary>
/// <remarks>
/// distribution-spec, "Error codes". A code may occur with several statuses, and the same code and status for several
/// reasons, so errors are compared by reference.
/// </remarks>
public sealed class RegistryError
{
    /// <summary>code-1.</summary>
    public static readonly RegistryError BlobUnknown = new("BLOB_UNKNOWN", 404, "blob unknown to registry");

    /// <summary>code-2.</summary>
    public static readonly RegistryError BlobUploadInvalid = new("BLOB_UPLOAD_INVALID", 400, "blob upload invalid");

    /// <summary>code-2, for a chunk out of order (end-5, end-6).</summary>
    public static readonly RegistryError ChunkOutOfOrder = new("BLOB_UPLOAD_INVALID", 416, "blob upload invalid");

    /// <summary>code-3.</summary>
    public static readonly RegistryError BlobUploadUnknown =
        new("BLOB_UPLOAD_UNKNOWN", 404, "blob upload unknown to registry");

    /// <summary>code-4.</summary>
    public static readonly RegistryError DigestInvalid =
        new("DIGEST_INVALID", 400, "provided digest did not match uploaded content");

    /// <summary>code-5. The specification requires 404 for a manifest that references unknown content.</summary>
    public static readonly RegistryError ManifestBlobUnknown =
        new("MANIFEST_BLOB_UNKNOWN", 404, "manifest references a manifest or blob unknown to registry");

    /// <summary>code-6.</summary>
    public static readonly RegistryError ManifestInvalid = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-6, for an unsupported media type.</summary>
    public static readonly RegistryError ManifestTypeUnsupported = new("MANIFEST_INVALID", 415, "manifest invalid");

    /// <summary>code-6, for more than <see cref="ManifestPush.MaxContentLength"/> bytes.</summary>
    public static readonly RegistryError ManifestTooLarge = new("MANIFEST_INVALID", 413, "manifest invalid");

    /// <summary>code-6, for more than <see cref="ManifestPush.MaxTags"/> tags in one push.</summary>
    public static readonly RegistryError TooManyTags = new("MANIFEST_INVALID", 414, "manifest invalid");

    /// <summary>code-6, for a malformed tag.</summary>
    public static readonly RegistryError TagInvalid = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-7.</summary>
    public static readonly RegistryError ManifestUnknown = new("MANIFEST_UNKNOWN", 404, "manifest unknown");

    /// <summary>code-8. 404, since a repository with an invalid name cannot exist.</summary>
    public static readonly RegistryError NameInvalid = new("NAME_INVALID", 404, "invalid repository name");

    /// <summary>code-9.</summary>
    public static readonly RegistryError NameUnknown =
        new("NAME_UNKNOWN", 404, "repository name not known to registry");

    /// <summary>code-10.</summary>
    public static readonly RegistryError SizeInvalid =
        new("SIZE_INVALID", 400, "provided length did not match content length");

    /// <summary>code-11.</summary>
    public static readonly RegistryError Unauthorized = new("UNAUTHORIZED", 401, "authentication required");

    /// <summary>code-12.</summary>
    public static readonly RegistryError Denied =
        new("DENIED", 403, "requested access to the resource is denied");

    /// <summary>code-12, for content that other content still references.</summary>
    public static readonly RegistryError StillReferenced =
        new("DENIED", 405, "requested access to the resource is denied");

    /// <summary>code-12, for content that exceeds a quota. 429, as a later attempt may succeed.</summary>
    public static readonly RegistryError QuotaExceeded = new("DENIED", 429, "storage quota exceeded");

    /// <summary>
    /// code-12, for an immutable tag. 409: the conflict is with the existing content, not with the user.
    /// </summary>
    public static readonly RegistryError TagImmutable = new("DENIED", 409, "tag is immutable");

    /// <summary>code-6, for a manifest that violates the requirements of the operator.</summary>
    public static readonly RegistryError LintFailed = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-6, for a digest that several tags share, if the request rejects that.</summary>
    public static readonly RegistryError ManifestCollision = new("MANIFEST_INVALID", 409, "manifest invalid");

    /// <summary>code-13.</summary>
    public static readonly RegistryError Unsupported = new("UNSUPPORTED", 400, "the operation is unsupported");

    /// <summary>code-14.</summary>
    public static readonly RegistryError TooManyRequests = new("TOOMANYREQUESTS", 429, "too many requests");

    /// <summary>code-14, for a login while too many other logins are pending.</summary>
    public static readonly RegistryError TooManyLogins = new("TOOMANYREQUESTS", 429, "too many requests");

    /// <summary>A code of the distribution registry, for an operation that fails now but may succeed later.</summary>
    public static readonly RegistryError Unavailable = new("UNAVAILABLE", 503, "service unavailable");

    /// <summary>A code of the distribution registry, for stored data that cannot be read.</summary>
    public static readonly RegistryError Damaged = new("UNKNOWN", 500, "unknown error");

    /// <summary>code-12, for a full disk: the only error whose cause is the registry, not the request.</summary>
    public static readonly RegistryError StorageFull =
        new("DENIED", 507, "requested access to the resource is denied");

    private RegistryError(string code, int status, string message) => (Code, Status, Message) = (code, status, message);

    /// <summary>The code, in capitals, as in the specification.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The fixed message of the error.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Code}";

    /// <summary>Creates an exception for this error, with a detail.</summary>
    /// <param name="key">The key of the detail: <c>digest</c>, <c>reference</c>, <c>name</c> …</param>
    /// <param name="value">The value, as sent by the client.</param>
    /// <param name="reason">The reason as text; <see langword="null"/> if the message is sufficient.</param>
    public RegistryException With(string key, object value, string? reason = null) =>
        new(this, new RegistryErrorDetail(key, value.ToString() ?? "", reason));
}
