using System.Net;
using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>Where a request comes from.</summary>
internal static class ClientAddress
{
    /// <summary>The peer, with its port; empty for a peer that has no address.</summary>
    public static string Peer(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is null ? "" : new IPEndPoint(Plain(address), context.Connection.RemotePort).ToString();
    }

    /// <summary>The address of the client; <see langword="null"/> for a peer that has no address.</summary>
    public static IPAddress? Of(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Plain(address) : null;

    /// <summary>The peer's address; an IPv4 address as such, even when it came in over an IPv6 socket.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
