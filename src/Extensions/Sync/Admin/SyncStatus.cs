#if EXT_SYNC
using Zot.Extensions.Sync.Upstreams;
using Zot.Hosting.Status;

namespace Zot.Extensions.Sync.Admin;

/// <summary>Reports the state of every upstream registry.</summary>
/// <param name="upstreams">The upstream registries.</param>
internal sealed class SyncStatus(UpstreamSet upstreams) : IStatusSource
{
    private const string Kind = "upstream registry";

    /// <inheritdoc/>
    public IReadOnlyList<StatusItem> Read() =>
    [
        .. upstreams.All.Select(Of),
        .. upstreams.Broken.Select(
            static broken => new StatusItem(Kind, broken.Name, "disabled") { LastFailure = broken.Reason }),
    ];

    /// <summary>Returns the state of an upstream registry in a word.</summary>
    public static string StateOf(UpstreamState state) =>
        state.LastFailure is { Time: var failed }
            && (state.LastSuccess is not { } succeeded || failed >= succeeded) ? "failing"
            : state.Running > 0 ? "copying"
            : state.LastSuccess is null ? "unused"
            : "running";

    private static StatusItem Of(Upstream upstream) => new(Kind, upstream.Name, StateOf(upstream.State))
    {
        Counts =
        [
            new("images", upstream.State.Images),
            new("requests", upstream.State.Usage.Requests),
            new("bytes", upstream.State.Usage.BytesReceived),
            new("hits", upstream.State.Hits),
            new("misses", upstream.State.Misses),
            new("running", upstream.State.Running),
            new("failures", upstream.State.Failures),
        ],
        LastFailure = upstream.State.LastFailure?.Reason,
        LastFailed = upstream.State.LastFailure?.Time,
    };
}
#endif
