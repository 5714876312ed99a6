#if EXT_SYNC
using Zot.Extensions.Sync.Naming;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>A repository of an upstream registry, with its name in this registry.</summary>
/// <param name="Upstream">The upstream registry.</param>
/// <param name="Name">The names.</param>
internal sealed record SyncSource(Upstream Upstream, SyncName Name)
{
    /// <summary>Returns the host and the name of the repository there.</summary>
    public override string ToString() => $"{Upstream.Name}/{Name.Upstream}";
}
#endif
