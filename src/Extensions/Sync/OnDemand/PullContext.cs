#if EXT_SYNC
using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Extensions.Sync.Upstreams;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Extensions.Sync.OnDemand;

/// <summary>The request of a client that may start a copy.</summary>
/// <remarks>
/// Reads of <see cref="IRegistry"/> have no caller, since no other layer needs one: this one takes it from the request.
/// </remarks>
/// <param name="upstreams">The upstream registries.</param>
/// <param name="accessor">Finds the request.</param>
internal sealed class PullContext(UpstreamSet upstreams, IHttpContextAccessor accessor)
{
    // RFC 7234, section 5.5.7: a code for any warning. The agent is unknown.
    private const string WarningPrefix = "299 - ";

    /// <summary>
    /// Begins the handling of the request: requests to upstream registries name the mirrors that it has passed.
    /// </summary>
    public void Enter() => SyncLoop.Enter(accessor.HttpContext?.Request.Headers[SyncLoop.Header].ToString());

    /// <summary>Returns whether content of a local repository is copied on demand.</summary>
    public bool IsSynced(RepositoryName repository) => upstreams.SourcesOf(repository).Any();

    /// <summary>
    /// Returns the upstream repositories from which the request may start a copy, in the order of requests.
    /// </summary>
    public IReadOnlyList<SyncSource> SourcesOf(RepositoryName repository) =>
        [.. upstreams.SourcesOf(repository).Where(source => Allows(source.Upstream, repository))];

    /// <summary>Adds a warning to the response.</summary>
    /// <param name="text">The text: printable ASCII.</param>
    public void Warn(string text)
    {
        if (accessor.HttpContext is { Response: { HasStarted: false } response })
        {
            response.Headers.Warning = $"{WarningPrefix}\"{text.Replace('"', '\'')}\"";
        }
    }

    private bool Allows(Upstream upstream, RepositoryName repository) => !IsLoop && IsOf(upstream)
        && (!upstream.Options.RequireCreate || MayCreate(repository));

    // Another mirror, which would ask this one in turn.
    private bool IsLoop =>
        accessor.HttpContext?.Request.Headers[SyncLoop.Header].ToString() is { Length: > 0 } path
        && SyncLoop.Contains(path);

    private bool MayCreate(RepositoryName repository) =>
        accessor.HttpContext?.Features.Get<IAccessFeature>()?.Allows(AccessAction.Create, repository) ?? true;

    // containerd names the registry that it uses this one as a mirror of.
    private bool IsOf(Upstream upstream) =>
        accessor.HttpContext?.Request.Query["ns"].ToString() is not { Length: > 0 } wanted || upstream.IsNamed(wanted);
}
#endif
