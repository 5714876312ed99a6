using System.Net;
using Microsoft.AspNetCore.Http;

namespace Zot.Http.Logs;

/// <summary>Provides the address of a client.</summary>
internal static class ClientAddress
{
    /// <summary>Returns the address and port of the peer; an empty string if it has no address.</summary>
    public static string Peer(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is null ? "" : new IPEndPoint(Plain(address), context.Connection.RemotePort).ToString();
    }

    /// <summary>Returns the address of the client; <see langword="null"/> if the peer has no address.</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Plain(address) : null;

    /// <summary>Returns the address; IPv4-mapped IPv6 addresses are returned as IPv4.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
