#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>The credentials for one host in the credentials file.</summary>
/// <param name="file">The file.</param>
/// <param name="hosts">The spellings of the host and port.</param>
internal sealed class FileCredentials(CredentialsFile file, IReadOnlyList<string> hosts) : IUpstreamCredentials
{
    /// <inheritdoc/>
    public RemoteCredentials? Current => file.Find(hosts);

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken stop)
    {
        file.Refresh();
        return Task.CompletedTask;
    }
}
#endif
