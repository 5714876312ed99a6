#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Naming;

/// <summary>The names of a repository in the upstream registry and in this one.</summary>
/// <param name="Upstream">The name in the upstream registry.</param>
/// <param name="Local">The name in this registry.</param>
/// <param name="Tags">The tags that are copied periodically; a copy on demand ignores the filter, as in zot.</param>
internal sealed record SyncName(RepositoryName Upstream, RepositoryName Local, TagFilter Tags);
#endif
