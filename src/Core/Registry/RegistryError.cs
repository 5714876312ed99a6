namespace Zot.Registry;

/// <summary>A refusal: the code a client sees, the HTTP status that goes with it, and its message.</summary>
/// <remarks>
/// distribution-spec, "Error codes". One line per refusal; the same code may come with several statuses, and the same of
/// both for several reasons: a refusal equals nothing but itself.
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

    /// <summary>code-5. The specification answers 404 to a manifest that names unknown content.</summary>
    public static readonly RegistryError ManifestBlobUnknown =
        new("MANIFEST_BLOB_UNKNOWN", 404, "manifest references a manifest or blob unknown to registry");

    /// <summary>code-6.</summary>
    public static readonly RegistryError ManifestInvalid = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-6, for a media type that is not taken.</summary>
    public static readonly RegistryError ManifestTypeUnsupported = new("MANIFEST_INVALID", 415, "manifest invalid");

    /// <summary>code-6, for more than <see cref="ManifestPush.MaxContentLength"/> bytes.</summary>
    public static readonly RegistryError ManifestTooLarge = new("MANIFEST_INVALID", 413, "manifest invalid");

    /// <summary>code-6, for more than <see cref="ManifestPush.MaxTags"/> tags in one push.</summary>
    public static readonly RegistryError TooManyTags = new("MANIFEST_INVALID", 414, "manifest invalid");

    /// <summary>code-6, for a tag that breaks the grammar.</summary>
    public static readonly RegistryError TagInvalid = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-7.</summary>
    public static readonly RegistryError ManifestUnknown = new("MANIFEST_UNKNOWN", 404, "manifest unknown");

    /// <summary>code-8. 404, since a name that cannot exist does not.</summary>
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

    /// <summary>code-12, for content that other content still needs.</summary>
    public static readonly RegistryError StillReferenced =
        new("DENIED", 405, "requested access to the resource is denied");

    /// <summary>code-12, for content beyond what a quota allows. 429, as it may be taken once there is room again.</summary>
    public static readonly RegistryError QuotaExceeded = new("DENIED", 429, "storage quota exceeded");

    /// <summary>code-12, for a tag that is to stay where it is. 409: it is not about who asks, but about what is there.</summary>
    public static readonly RegistryError TagImmutable = new("DENIED", 409, "tag is immutable");

    /// <summary>code-6, for a manifest that lacks what the operator demands of every manifest.</summary>
    public static readonly RegistryError LintFailed = new("MANIFEST_INVALID", 400, "manifest invalid");

    /// <summary>code-6, for a digest that several tags share, where the caller asked to be told.</summary>
    public static readonly RegistryError ManifestCollision = new("MANIFEST_INVALID", 409, "manifest invalid");

    /// <summary>code-13.</summary>
    public static readonly RegistryError Unsupported = new("UNSUPPORTED", 400, "the operation is unsupported");

    /// <summary>code-14.</summary>
    public static readonly RegistryError TooManyRequests = new("TOOMANYREQUESTS", 429, "too many requests");

    /// <summary>A code of the distribution registry, for what cannot be done now but may be later.</summary>
    public static readonly RegistryError Unavailable = new("UNAVAILABLE", 503, "service unavailable");

    /// <summary>A code of the distribution registry, for stored data that cannot be read.</summary>
    public static readonly RegistryError Damaged = new("UNKNOWN", 500, "unknown error");

    /// <summary>code-12, when the disk is full: the one refusal that is nobody's fault but the registry's.</summary>
    public static readonly RegistryError StorageFull =
        new("DENIED", 507, "requested access to the resource is denied");

    private RegistryError(string code, int status, string message) => (Code, Status, Message) = (code, status, message);

    /// <summary>The code, in capitals, as the specification has it.</summary>
    public string Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The message that always goes with the code.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Status} {Code}";

    /// <summary>This refusal, about something.</summary>
    /// <param name="key">What it is about: <c>digest</c>, <c>reference</c>, <c>name</c> …</param>
    /// <param name="value">Its value, as the client wrote it.</param>
    /// <param name="reason">Why, in words; <see langword="null"/> when the message says it all.</param>
    public RegistryException With(string key, object value, string? reason = null) =>
        new(this, new RegistryErrorDetail(key, value.ToString() ?? "", reason));
}
