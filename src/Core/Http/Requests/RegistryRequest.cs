using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Http.Answers;
using Zot.Http.Routes;
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
    private static readonly CorsRule ReadManifestCors = new(Methods: null);
    private static readonly CorsRule DeleteManifestCors = new(Methods: null, HasCredentials: false);

    private protected RegistryRequest()
    {
    }

    /// <summary>The endpoint of the distribution specification; <see langword="null"/> for others.</summary>
    public virtual string? Endpoint => null;

    /// <summary>Indicates whether the request is handled without authentication.</summary>
    public virtual bool IsOpen => false;

    /// <summary>The route of an extension; <see langword="null"/> for the core.</summary>
    public virtual ExtensionRoute? Route => null;

    /// <summary>The CORS headers of the response; <see langword="null"/> if browsers do not need the route.</summary>
    public virtual CorsRule? Cors => null;

    /// <summary>Returns the request that an HTTP request is; the router sets it as a feature.</summary>
    public static RegistryRequest Of(HttpContext context) => context.Features.GetRequiredFeature<RegistryRequest>();

    /// <summary>Handles the request, once it is authorized.</summary>
    public abstract Task HandleAsync(Endpoints api, HttpContext context);

    // Sends an answer without a body.
    private static Task AnswerAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>end-1: <c>GET /v2/</c>, 200.</summary>
    public sealed record Ping : RegistryRequest
    {
        public override string Endpoint => "end-1";
        public override CorsRule? Cors => RouteMethods.List.Cors;

        // Successful responses carry the challenge, too: browsers and clients discover authentication that way.
        public override Task HandleAsync(Endpoints api, HttpContext context)
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers[OciHeaders.ApiVersion] = "registry/2.0";
            api.Challenge.Mention(context);
            return Task.CompletedTask;
        }
    }

    /// <summary><c>/livez</c>, <c>/readyz</c>, <c>/startupz</c>, by any method: 200 or 500.</summary>
    public sealed record Probe(ProbeKind Kind) : RegistryRequest
    {
        public override bool IsOpen => true;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Probes.GetAsync(Kind, context);
    }

    /// <summary><c>OPTIONS</c> of endpoints that support CORS: 204.</summary>
    public sealed record Preflight(CorsRule? Cors, ExtensionRoute? Route) : RegistryRequest
    {
        public override bool IsOpen => true;

        public override CorsRule? Cors { get; } = Cors;

        public override ExtensionRoute? Route { get; } = Route;
        public override Task HandleAsync(Endpoints api, HttpContext context) =>
            AnswerAsync(context, StatusCodes.Status204NoContent);
    }

    /// <summary>A known path with an unsupported method: 405.</summary>
    public sealed record WrongMethod(string Allowed, CorsRule? Cors, ExtensionRoute? Route) : RegistryRequest
    {
        public override bool IsOpen => true;

        public override CorsRule? Cors { get; } = Cors;

        public override ExtensionRoute? Route { get; } = Route;

        public override Task HandleAsync(Endpoints api, HttpContext context)
        {
            context.Response.Headers.Allow = Allowed;
            return AnswerAsync(context, StatusCodes.Status405MethodNotAllowed);
        }
    }

    /// <summary>An invalid repository name: 404.</summary>
    public sealed record InvalidName(RegistryException Refusal) : RegistryRequest
    {
        public override bool IsOpen => true;
        public override Task HandleAsync(Endpoints api, HttpContext context) => OciErrors.WriteAsync(context, Refusal);
    }

    /// <summary><c>GET /v2/_catalog</c>, 200.</summary>
    public sealed record Catalog(Page Page) : RegistryRequest
    {
        public override CorsRule? Cors => RouteMethods.List.Cors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Catalog.GetAsync(this, context);
    }

    /// <summary><c>GET /v2/_oci/ext/discover</c>, 200.</summary>
    public sealed record Discover : RegistryRequest
    {
        public override CorsRule? Cors => RouteMethods.List.Cors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Discover.GetAsync(context);
    }

    /// <summary>A request for one repository, with the right that it requires.</summary>
    public abstract record InRepository(RepositoryName Repository, AccessAction Action) : RegistryRequest
    {
        /// <summary>The tag or digest in the path; an empty string for a path without one.</summary>
        public virtual string ReferenceInPath => "";
    }

    /// <summary>A malformed request: the error is reported only to callers with the required right.</summary>
    public sealed record Invalid(RepositoryName Repository, AccessAction Action, RegistryException Refusal)
        : InRepository(Repository, Action)
    {
        public override Task HandleAsync(Endpoints api, HttpContext context) => OciErrors.WriteAsync(context, Refusal);
    }

    /// <summary>end-2: <c>GET /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 200, 206, 304, 404 or 416.</summary>
    public sealed record GetBlob(RepositoryName Repository, Digest Digest) : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-2";
        public override string ReferenceInPath => Digest.ToString();
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Blobs.GetAsync(this, context);
    }

    /// <summary>end-2: <c>HEAD /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record HeadBlob(RepositoryName Repository, Digest Digest)
        : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-2";
        public override string ReferenceInPath => Digest.ToString();
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Blobs.HeadAsync(this, context);
    }

    /// <summary>end-10: <c>DELETE /v2/&lt;name&gt;/blobs/&lt;digest&gt;</c>, 202, 404 or 405.</summary>
    public sealed record DeleteBlob(RepositoryName Repository, Digest Digest)
        : InRepository(Repository, AccessAction.Delete)
    {
        public override string Endpoint => "end-10";
        public override string ReferenceInPath => Digest.ToString();
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Blobs.DeleteAsync(this, context);
    }

    /// <summary>end-3: <c>GET /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record GetManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-3";
        public override string ReferenceInPath => Reference.ToString();
        public override CorsRule? Cors => ReadManifestCors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Manifests.GetAsync(this, context);
    }

    /// <summary>end-3: <c>HEAD /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 200, 304 or 404.</summary>
    public sealed record HeadManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-3";
        public override string ReferenceInPath => Reference.ToString();
        public override CorsRule? Cors => RouteMethods.Manifest.Cors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Manifests.HeadAsync(this, context);
    }

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
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-7";
        public override string ReferenceInPath => Reference.ToString();
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Manifests.PutAsync(this, context);
    }

    /// <summary>end-9: <c>DELETE /v2/&lt;name&gt;/manifests/&lt;tag-or-digest&gt;</c>, 202, 404 or 405.</summary>
    public sealed record DeleteManifest(RepositoryName Repository, Reference Reference)
        : InRepository(Repository, AccessAction.Delete)
    {
        public override string Endpoint => "end-9";
        public override string ReferenceInPath => Reference.ToString();
        public override CorsRule? Cors => DeleteManifestCors;
        public override Task HandleAsync(Endpoints api, HttpContext context) =>
            api.Manifests.DeleteAsync(this, context);
    }

    /// <summary>end-8: <c>GET /v2/&lt;name&gt;/tags/list[?n=…&amp;last=…]</c>, 200 or 404.</summary>
    public sealed record ListTags(RepositoryName Repository, Page Page) : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-8";
        public override CorsRule? Cors => RouteMethods.List.Cors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Tags.GetAsync(this, context);
    }

    /// <summary>
    /// end-12: <c>GET /v2/&lt;name&gt;/referrers/&lt;digest&gt;[?artifactType=…][&amp;n=…][&amp;last=…]</c>, always
    /// 200.
    /// </summary>
    public sealed record ListReferrers(
        RepositoryName Repository, Digest Subject, IReadOnlyList<string> ArtifactTypes, Page Page = default)
        : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-12";
        public override string ReferenceInPath => Subject.ToString();
        public override CorsRule? Cors => RouteMethods.List.Cors;
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Referrers.GetAsync(this, context);
    }

    /// <summary>end-4a, end-4c: <c>POST /v2/&lt;name&gt;/blobs/uploads/[?digest-algorithm=…]</c>, 202.</summary>
    public sealed record StartUpload(RepositoryName Repository, DigestAlgorithm Algorithm)
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-4a";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.StartAsync(this, context);
    }

    /// <summary>end-4b: <c>POST /v2/&lt;name&gt;/blobs/uploads/?digest=…</c>, 201 or 400.</summary>
    public sealed record PostBlob(RepositoryName Repository, Digest Digest)
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-4b";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.PostAsync(this, context);
    }

    /// <summary>end-11: <c>POST /v2/&lt;name&gt;/blobs/uploads/?mount=…[&amp;from=…]</c>, 201 or 202.</summary>
    public sealed record MountBlob(RepositoryName Repository, Digest Digest, RepositoryName? From)
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-11";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.MountAsync(this, context);
    }

    /// <summary>end-13: <c>GET /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 204 or 404.</summary>
    public sealed record GetUpload(RepositoryName Repository, UploadId Id) : InRepository(Repository, AccessAction.Read)
    {
        public override string Endpoint => "end-13";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.GetAsync(this, context);
    }

    /// <summary>end-5: <c>PATCH /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 202, 404 or 416.</summary>
    public sealed record PatchUpload(RepositoryName Repository, UploadId Id)
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-5";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.PatchAsync(this, context);
    }

    /// <summary>end-6: <c>PUT /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;?digest=…</c>, 201, 400, 404 or 416.</summary>
    public sealed record PutUpload(RepositoryName Repository, UploadId Id, Digest Digest)
        : InRepository(Repository, AccessAction.Create)
    {
        public override string Endpoint => "end-6";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.PutAsync(this, context);
    }

    /// <summary>end-14: <c>DELETE /v2/&lt;name&gt;/blobs/uploads/&lt;id&gt;</c>, 204 or 404.</summary>
    public sealed record DeleteUpload(RepositoryName Repository, UploadId Id)
        : InRepository(Repository, AccessAction.Delete)
    {
        public override string Endpoint => "end-14";
        public override Task HandleAsync(Endpoints api, HttpContext context) => api.Uploads.DeleteAsync(this, context);
    }
}
