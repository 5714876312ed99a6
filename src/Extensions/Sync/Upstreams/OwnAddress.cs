#if EXT_SYNC
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Zot.Configuration.Http;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>
/// Finds the URLs of this registry among those of an upstream registry: several registries may share a configuration.
/// </summary>
/// <param name="http">The address and port of this registry.</param>
/// <param name="logger">The log.</param>
internal sealed partial class OwnAddress(HttpOptions http, ILogger logger)
{
    /// <summary>Returns whether a URL is that of this registry.</summary>
    public bool Is(Uri url)
    {
        if (url.Port != http.Port)
        {
            return false;
        }

        if (string.Equals(url.Host, http.Address, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            var own = NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
                .Select(static address => address.Address)
                .ToHashSet();
            return Dns.GetHostAddresses(url.IdnHost)
                .Any(address => IPAddress.IsLoopback(address) || own.Contains(address));
        }
        catch (Exception cause) when (cause is SocketException or NetworkInformationException)
        {
            LogUnknown(url.Host, cause.Message);
            return false;
        }
    }

    [LoggerMessage(9162, LogLevel.Warning, "failed to look up an upstream registry, its URL is kept: {Host}: {Reason}")]
    private partial void LogUnknown(string host, string reason);
}
#endif
