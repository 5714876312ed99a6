#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Naming;

/// <summary>An image that is copied by digest.</summary>
/// <param name="Name">The names of its repository.</param>
/// <param name="Digest">The digest in the upstream registry.</param>
internal sealed record SyncImage(SyncName Name, Digest Digest);
#endif
