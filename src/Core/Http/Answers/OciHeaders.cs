namespace Zot.Http.Answers;

/// <summary>The names of registry-specific headers.</summary>
internal static class OciHeaders
{
    /// <summary>The digest of the content in the response.</summary>
    public const string ContentDigest = "Docker-Content-Digest";

    /// <summary>The subject of a pushed manifest; confirms to the client that the referrer is listed.</summary>
    public const string Subject = "OCI-Subject";

    /// <summary>A tag that was set by a push by digest.</summary>
    public const string Tag = "OCI-Tag";

    /// <summary>The filters that were applied to a list.</summary>
    public const string FiltersApplied = "OCI-Filters-Applied";

    /// <summary>The upload ID, under the name that Docker's registry uses.</summary>
    public const string DockerUploadId = "Docker-Upload-UUID";

    /// <summary>The upload ID, under the name that zot uses.</summary>
    public const string BlobUploadId = "Blob-Upload-UUID";

    /// <summary>The API version that Docker clients expect at <c>/v2/</c>.</summary>
    public const string ApiVersion = "Docker-Distribution-API-Version";

    /// <summary>Identifies requests of zot's browser interface, which prompts for credentials itself.</summary>
    public const string ApiClient = "X-ZOT-API-CLIENT";

    /// <summary>The value of <see cref="ApiClient"/> that the browser interface sends.</summary>
    public const string BrowserClient = "zot-ui";
}
