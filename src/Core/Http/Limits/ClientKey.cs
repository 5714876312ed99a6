using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>What requests are counted by: the client's address and the path.</summary>
/// <param name="Address">The address; of an IPv6 address its network, as one client has all of it.</param>
/// <param name="Path">The path, without its query.</param>
internal readonly record struct ClientKey(string Address, string Path)
{
    private const int NetworkBytes = 8;

    /// <summary>The key of a request.</summary>
    public static ClientKey Of(HttpContext context) => new(AddressOf(context), context.Request.Path.Value ?? "");

    /// <summary>Returns the address of the client; of an IPv6 address its network.</summary>
    public static string AddressOf(HttpContext context) => ClientAddress.Of(context) is { } address ? Network(address) : "";

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
