using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Zot.Http.Logs;

namespace Zot.Http.Limits;

/// <summary>The key by which requests are rate-limited: the client address and the path.</summary>
/// <param name="Address">The address; for IPv6 the /64 network, since one client owns all of it.</param>
/// <param name="Path">The path, without its query.</param>
internal readonly record struct ClientKey(string Address, string Path)
{
    private const int NetworkBytes = 8;

    /// <summary>Returns the key of a request.</summary>
    public static ClientKey Of(HttpContext context) => new(AddressOf(context), context.Request.Path.Value ?? "");

    /// <summary>Returns the address of the client; for IPv6 its /64 network.</summary>
    public static string AddressOf(HttpContext context) =>
        ClientAddress.Of(context) is { } address ? Network(address) : "";

    private static string Network(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address.ToString();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
