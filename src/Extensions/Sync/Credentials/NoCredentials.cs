#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Makes all requests anonymous.</summary>
internal sealed class NoCredentials : IUpstreamCredentials
{
    /// <inheritdoc/>
    public RemoteCredentials? Current => null;

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken stop) => Task.CompletedTask;
}
#endif
