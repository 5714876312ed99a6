#if !EXT_SYNC
using Zot.Hosting;

namespace Zot.Extensions.Sync;

/// <summary>The synchronization with other registries, not part of this build.</summary>
internal sealed class SyncExtension() : DisabledExtension("sync");
#endif
