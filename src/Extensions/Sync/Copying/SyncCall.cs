#if EXT_SYNC
using Zot.Registry;

namespace Zot.Extensions.Sync.Copying;

/// <summary>The caller of what a synchronization stores, in events, statistics and the metadata index.</summary>
internal sealed class SyncCall : CallContext
{
    /// <summary>The name of the caller.</summary>
    public const string Name = "zot-sync";

    /// <summary>Creates a caller.</summary>
    /// <param name="isExemptFromQuotas">Whether content is stored beyond quotas.</param>
    public SyncCall(bool isExemptFromQuotas) => (User, IsExemptFromQuotas) = (Name, isExemptFromQuotas);

    /// <inheritdoc/>
    public override bool IsExemptFromQuotas { get; }
}
#endif
