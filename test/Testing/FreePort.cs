using System.Net;
using System.Net.Sockets;

namespace Zot.Testing;

/// <summary>Allocates free TCP ports of the loopback interface, each once.</summary>
/// <remarks>
/// The ports are below the ephemeral range, so the kernel does not assign them to outgoing connections.
/// </remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    private static int _next = Environment.ProcessId * 97 % Count;

    /// <summary>Returns an unused port.</summary>
    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (Interlocked.Increment(ref _next) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException("All ports are in use.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
