using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Zot.Client.Commands;
using Zot.Configuration.Http;
using Zot.Http.Kestrel;
using Zot.Server.Tls;

namespace Zot.Server.Serving;

/// <summary>Configures the address on which the registry listens, and explains failures to listen.</summary>
internal sealed class Listener(HttpOptions http, ServerTls? tls)
{
    /// <summary>Returns the URL for clients.</summary>
    public static string Describe(HttpOptions http) =>
        $"{(http.HasTls ? "https" : "http")}://{EndPoint(http)}";

    /// <summary>Returns the endpoint to listen on; an empty address means all.</summary>
    /// <exception cref="CommandException">The host name cannot be resolved.</exception>
    public static IPEndPoint EndPoint(HttpOptions http) => new(Resolve(http.Address), http.Port);

    /// <summary>Configures the endpoint that Kestrel opens.</summary>
    public void Configure(KestrelServerOptions kestrel) => kestrel.Listen(EndPoint(http), listen =>
    {
        listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (tls is not null)
        {
            listen.UseHttps(tls.Handshake);
        }

        listen.UseLengthlessRequests();
    });

    /// <summary>Converts a failure to listen to an error for the user.</summary>
    public CommandException Explain(Exception cause) => cause switch
    {
        { InnerException: AddressInUseException } or AddressInUseException =>
            new CommandException($"http.port is {http.Port}, but {EndPoint(http)} is already in use", cause),
        _ when SocketErrorOf(cause) is SocketError.AccessDenied =>
            new CommandException($"http.port is {http.Port}, but the user has no permission to listen on it", cause),
        _ when SocketErrorOf(cause) is SocketError.AddressNotAvailable =>
            new CommandException($"http.address is '{http.Address}', but it is not an address of this host", cause),
        _ => new CommandException($"failed to listen on {EndPoint(http)}: {cause.Message}", cause),
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
            throw new CommandException(
                $"http.address is '{address}', but the host name cannot be resolved: {cause.Message}", cause);
        }
    }
}
