using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth.AccessControl;
using Zot.Http.Access;
using Zot.Registry;

namespace Zot.Http.Requests;

/// <summary>
/// A parsed request: one record per endpoint of the distribution specification, and a few of the registry itself.
/// </summary>
/// <remarks>
/// What is known of a request before authentication; the caller is in <see cref="CallerAccess"/>.
/// All records are valid requests; a malformed one is a <see cref="Invalid"/> or <see cref="InvalidName"/>.
/// </remarks>
internal abstract partial record RegistryRequest
{
    private protected RegistryRequest()
    {
    }

    /// <summary>Indicates whether the request is handled without authentication.</summary>
    public virtual bool IsOpen => false;

    /// <summary>Returns the request that an HTTP request is; the router sets it as a feature.</summary>
    public static RegistryRequest Of(HttpContext context) => context.Features.GetRequiredFeature<RegistryRequest>();

    /// <summary>end-1: <c>GET /v2/</c>, 200.</summary>
    public sealed record Ping : RegistryRequest;

    /// <summary><c>/livez</c>, <c>/readyz</c>, <c>/startupz</c>, by any method: 200 or 500.</summary>
    public sealed record Probe(ProbeKind Kind) : RegistryRequest
    {
        public override bool IsOpen => true;
    }

    /// <summary><c>OPTIONS</c> of endpoints that support CORS: 204.</summary>
    public sealed record Preflight(string Methods) : RegistryRequest
    {
        public override bool IsOpen => true;
    }

    /// <summary>A known path with an unsupported method: 405.</summary>
    public sealed record WrongMethod(string Allowed) : RegistryRequest
    {
        public override bool IsOpen => true;
    }

    /// <summary>An invalid repository name: 404.</summary>
    public sealed record InvalidName(RegistryException Refusal) : RegistryRequest
    {
        public override bool IsOpen => true;
    }

    /// <summary><c>GET /v2/_catalog</c>, 200.</summary>
    public sealed record Catalog(Page Page) : RegistryRequest;

    /// <summary><c>GET /v2/_oci/ext/discover</c>, 200.</summary>
    public sealed record Discover : RegistryRequest;

    /// <summary>A request for one repository, with the right that it requires.</summary>
    public abstract record InRepository(RepositoryName Repository, AccessAction Action) : RegistryRequest;

    /// <summary>A malformed request: the error is reported only to callers with the required right.</summary>
    public sealed record Invalid(RepositoryName Repository, AccessAction Action, RegistryException Refusal)
        : InRepository(Repository, Action);

    /// <summary>end-2: <c>GET /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 200, 206, 304, 404 or 416.</summary>
    public sealed record GetBlob(RepositoryName Repository, Digest Digest) : InRepository(Repository, AccessAction.Read);

    /// <summary>end-2: <c>HEAD /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record HeadBlob(RepositoryName Repository, Digest Digest) : InRepository(Repository, AccessAction.Read);

    /// <summary>end-10: <c>DELETE /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 202, 404 or 405.</summary>
    public sealed record DeleteBlob(RepositoryName Repository, Digest Digest)
        : InRepository(Repository, AccessAction.Delete);

    /// <summary>end-3: <c>GET /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record GetManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Read);

    /// <summary>end-3: <c>HEAD /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record HeadManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Read);

    /// <summary>
    /// end-7: <c>PUT /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;[?tag=…]</c>, 201, 400, 404, 413, 414 or 415.
    /// </summary>
    /// <param name="Repository">The target repository.</param>
    /// <param name="Reference">The tag, or the digest.</param>
    /// <param name="Tags">The raw <c>tag</c> parameters, which are validated after the content type.</param>
    /// <remarks>
    /// Moving a tag requires <see cref="AccessAction.Update"/> instead; see <see cref="AccessGate"/>.
    /// </remarks>
    public sealed record PutManifest(RepositoryName Repository, Reference Reference, IReadOnlyList<string> Tags)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-9: <c>DELETE /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 202, 404 or 405.</summary>
    public sealed record DeleteManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Delete);

    /// <summary>end-8: <c>GET /v2/&lt;name&gt;/tags/list[?n=…&amp;last=…]</c>, 200 or 404.</summary>
    public sealed record ListTags(RepositoryName Repository, Page Page) : InRepository(Repository, AccessAction.Read);

    /// <summary>
    /// end-12: <c>GET /v2/&lt;name&gt;/referrers/&lt;digest&gt;[?artifactType=…][&amp;n=…][&amp;last=…]</c>, always 200.
    /// </summary>
    public sealed record ListReferrers(RepositoryName Repository, Digest Subject, IReadOnlyList<string> ArtifactTypes, Page Page = default)
        : InRepository(Repository, AccessAction.Read);

    /// <summary>end-4a, end-4c: <c>POST /v2/&lt;name&gt;/blobs/uploads/[?digest-algorithm=…]</c>, 202.</summary>
    public sealed record StartUpload(RepositoryName Repository, DigestAlgorithm Algorithm)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-4b: <c>POST /v2/&lt;name&gt;/blobs/uploads/?digest=…</c>, 201 or 400.</summary>
    public sealed record PostBlob(RepositoryName Repository, Digest Digest)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-11: <c>POST /v2/&lt;name&gt;/blobs/uploads/?mount=…[&amp;from=…]</c>, 201 or 202.</summary>
    public sealed record MountBlob(RepositoryName Repository, Digest Digest, RepositoryName? From)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-13: <c>GET /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 204 or 404.</summary>
    public sealed record GetUpload(RepositoryName Repository, UploadId Id) : InRepository(Repository, AccessAction.Read);

    /// <summary>end-5: <c>PATCH /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 202, 404 or 416.</summary>
    public sealed record PatchUpload(RepositoryName Repository, UploadId Id)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-6: <c>PUT /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;?digest=…</c>, 201, 400, 404 or 416.</summary>
    public sealed record PutUpload(RepositoryName Repository, UploadId Id, Digest Digest)
        : InRepository(Repository, AccessAction.Create);

    /// <summary>end-14: <c>DELETE /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 204 or 404.</summary>
    public sealed record DeleteUpload(RepositoryName Repository, UploadId Id)
        : InRepository(Repository, AccessAction.Delete);
}
