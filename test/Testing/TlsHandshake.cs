using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Zot.Testing;

/// <summary>Performs a TLS handshake over a loopback socket.</summary>
public static class TlsHandshake
{
    /// <summary>
    /// Performs the handshake and exchanges a byte: with TLS 1.3, a client learns only then that its certificate was
    /// rejected.
    /// </summary>
    /// <returns>True if both parties accepted each other.</returns>
    public static async Task<bool> TryAsync(
        SslServerAuthenticationOptions server, SslClientAuthenticationOptions client, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(cancellationToken);
        await using var serverStream = new SslStream(accepted.GetStream());
        await using var clientStream = new SslStream(connection.GetStream());
        var outcomes = await Task.WhenAll(
            SucceedsAsync(accepted, () => ServeAsync(serverStream, server, cancellationToken)),
            SucceedsAsync(connection, () => CallAsync(clientStream, client, cancellationToken)));
        return outcomes is [true, true];
    }

    private static async Task ServeAsync(SslStream stream, SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        await stream.AuthenticateAsServerAsync(options, cancellationToken);
        await stream.WriteAsync(new byte[1], cancellationToken);
    }

    private static async Task CallAsync(SslStream stream, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        await stream.AuthenticateAsClientAsync(options, cancellationToken);
        await stream.ReadExactlyAsync(new byte[1], cancellationToken);
    }

    private static async Task<bool> SucceedsAsync(TcpClient party, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception cause) when (cause is AuthenticationException or IOException)
        {
            party.Close(); // otherwise the other party waits forever
            return false;
        }
    }
}
