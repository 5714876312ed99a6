#if !EXT_MGMT
using Zot.Hosting;

namespace Zot.Extensions.Mgmt;

/// <summary>The management endpoint, not part of this build.</summary>
internal sealed class MgmtExtension() : DisabledExtension("mgmt");
#endif
