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

    // Longer than any address: what does not look like one must not fill the memory.
    private const int MaxAddressLength = 64;

    /// <summary>The key of a request.</summary>
    public static ClientKey Of(HttpContext context) => new(AddressOf(context), context.Request.Path.Value ?? "");

    private static string AddressOf(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers["X-Forwarded-For"] is [.., { Length: > 0 } forwarded])
        {
            return Normalize(forwarded.AsSpan(forwarded.LastIndexOf(',') + 1).Trim());
        }

        if (headers["X-Real-IP"] is [.., { Length: > 0 } real])
        {
            return Normalize(real.AsSpan().Trim());
        }

        return context.Connection.RemoteIpAddress is { } peer ? Network(peer) : "";
    }

    private static string Normalize(ReadOnlySpan<char> text) =>
        IPAddress.TryParse(text, out var address)
            ? Network(address)
            : text[..Math.Min(text.Length, MaxAddressLength)].ToString();

    private static string Network(IPAddress address)
    {
        var plain = ClientAddress.Plain(address);
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return plain.ToString();
        }

        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes).ToString();
    }
}
