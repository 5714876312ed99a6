using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Zot.Configuration;
using Zot.Http;
using Zot.Server.Tls;

namespace Zot.Server.Serving;

/// <summary>Where the registry listens, and what it says when it cannot.</summary>
internal sealed class Listener(HttpOptions http, ServerTls? tls)
{
    /// <summary>The address clients know.</summary>
    public static string Describe(HttpOptions http) =>
        $"{(http.HasTls ? "https" : "http")}://{EndPoint(http)}";

    /// <summary>The address to listen on; an empty one stands for all.</summary>
    /// <exception cref="CommandException">It is a name that cannot be resolved.</exception>
    public static IPEndPoint EndPoint(HttpOptions http) => new(Resolve(http.Address), http.Port);

    /// <summary>Opens the port when Kestrel starts.</summary>
    public void Configure(KestrelServerOptions kestrel) => kestrel.Listen(EndPoint(http), listen =>
    {
        listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (tls is not null)
        {
            listen.UseHttps(tls.Handshake);
        }

        listen.UseLengthlessRequests();
    });

    /// <summary>Why listening failed, in one sentence.</summary>
    public CommandException Explain(Exception cause) => cause switch
    {
        { InnerException: AddressInUseException } or AddressInUseException =>
            new CommandException($"http.port is {http.Port}, but {EndPoint(http)} is in use by another program", cause),
        _ when SocketErrorOf(cause) is SocketError.AccessDenied =>
            new CommandException($"http.port is {http.Port}, but this user may not listen on it", cause),
        _ when SocketErrorOf(cause) is SocketError.AddressNotAvailable =>
            new CommandException($"http.address is '{http.Address}', but this machine has no such address", cause),
        _ => new CommandException($"listening on {EndPoint(http)} failed: {cause.Message}", cause),
    };

    private static SocketError? SocketErrorOf(Exception? cause) => cause switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        _ => SocketErrorOf(cause.InnerException),
    };

    private static IPAddress Resolve(string address)
    {
        if (address.Length == 0)
        {
            return Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        }

        if (IPAddress.TryParse(address, out var known))
        {
            return known;
        }

        try
        {
            var found = Dns.GetHostAddresses(address);
            return found.FirstOrDefault(static each => each.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (SocketException cause)
        {
            throw new CommandException($"http.address is '{address}', but no address is known by this name: {cause.Message}", cause);
        }
    }
}
