namespace Zot.Http;

/// <summary>The names of headers that only registries use.</summary>
internal static class OciHeaders
{
    /// <summary>The digest of the content an answer is about.</summary>
    public const string ContentDigest = "Docker-Content-Digest";

    /// <summary>The subject of a manifest that was pushed; tells the client that it is listed.</summary>
    public const string Subject = "OCI-Subject";

    /// <summary>A tag that was moved by a push by digest.</summary>
    public const string Tag = "OCI-Tag";

    /// <summary>The filters that were applied to a list.</summary>
    public const string FiltersApplied = "OCI-Filters-Applied";

    /// <summary>The name of an upload, as docker's registry calls it.</summary>
    public const string DockerUploadId = "Docker-Upload-UUID";

    /// <summary>The name of an upload, as zot calls it.</summary>
    public const string BlobUploadId = "Blob-Upload-UUID";

    /// <summary>What docker's clients look for at <c>/v2/</c>.</summary>
    public const string ApiVersion = "Docker-Distribution-API-Version";

    /// <summary>Tells that the request comes from zot's browser interface, which asks for credentials itself.</summary>
    public const string ApiClient = "X-ZOT-API-CLIENT";

    /// <summary>The value of <see cref="ApiClient"/> the browser interface sends.</summary>
    public const string BrowserClient = "zot-ui";
}
