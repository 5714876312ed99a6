using System.Net;
using System.Net.Sockets;
using Zot.Client.Commands;
using Zot.Configuration.Http;
using Zot.Server.Serving;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Server.Commands;

/// <summary>Runs work on a storage directory while no server is running on it.</summary>
internal static class Offline
{
    private const string ServerIsRunning = "server is running";

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work unless a server is running.</summary>
    /// <exception cref="CommandException">A server is running, or the directory is not accessible.</exception>
    public static async Task RunAsync(HttpOptions http, Func<Task> work, CancellationToken cancellationToken)
    {
        if (await AnswersAsync(http, cancellationToken))
        {
            throw new CommandException($"{ServerIsRunning}: {Listener.Describe(http)} responds; stop it first");
        }

        try
        {
            await work();
        }
        catch (StorageInUseException cause)
        {
            throw new CommandException($"{ServerIsRunning}: {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"failed to access the storage: {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is InvalidDataException or InvalidOperationException or FormatException)
        {
            // Damaged data that was not reported per item: an error message rather than a crash.
            throw new CommandException($"the storage is damaged: {cause.Message}", cause);
        }
    }

    /// <summary>Returns true if a server responds on the configured address, with or without TLS.</summary>
    private static async Task<bool> AnswersAsync(HttpOptions http, CancellationToken cancellationToken)
    {
        if (http.Port == 0)
        {
            return false;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProbeLimit);
        using var client = new TcpClient();
        try
        {
            var endpoint = Listener.EndPoint(http);
            var address = endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any)
                ? IPAddress.Loopback
                : endpoint.Address;
            await client.ConnectAsync(address, endpoint.Port, limit.Token);
            await client.GetStream().WriteAsync("GET /v2/ HTTP/1.0\r\n\r\n"u8.ToArray(), limit.Token);
            return await client.GetStream().ReadAsync(new byte[1], limit.Token) > 0;
        }
        catch (Exception cause) when (cause is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
