#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>The credentials for an upstream registry.</summary>
internal interface IUpstreamCredentials
{
    /// <summary>The credentials for the next request; <see langword="null"/> for an anonymous one.</summary>
    RemoteCredentials? Current { get; }

    /// <summary>
    /// Renews the credentials if they expire soon or have changed. A failure is logged, and the previous ones stay in
    /// use.
    /// </summary>
    Task RefreshAsync(CancellationToken stop);
}
#endif
