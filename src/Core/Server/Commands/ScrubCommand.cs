using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Zot.Configuration;
using Zot.Server.Configuring;
using Zot.Server.Serving;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Scrub;

namespace Zot.Server;

/// <summary><c>zot scrub [config]</c>: compares all content with its digests, while no server is running.</summary>
internal static class ScrubCommand
{
    private const string ServerIsRunning = "server is running";

    private static readonly TimeSpan ProbeLimit = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var scrub = new Command("scrub", "Compare all stored content with its digests. The server must not be running.") { config };
        scrub.SetAction((parsed, cancellationToken) =>
            ScrubAsync(parsed.GetValue(config), parsed.InvocationConfiguration.Output, cancellationToken));
        return scrub;
    }

    private static async Task ScrubAsync(string? path, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        if (await AnswersAsync(configuration.Options.Http, cancellationToken))
        {
            throw new CommandException($"{ServerIsRunning}: {Listener.Describe(configuration.Options.Http)} answers; stop it first");
        }

        try
        {
            var storage = configuration.Options.Storage;
            await ScrubTable.WriteAsync(OfflineScrub.RunAsync(storage, TimeProvider.System, cancellationToken), output, cancellationToken);
        }
        catch (StorageInUseException cause)
        {
            throw new CommandException($"{ServerIsRunning}: {cause.Message}", cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the storage cannot be read: {cause.Message}", cause);
        }
    }

    /// <summary>Whether anything answers where the server would listen; TLS or not, it does not remain silent.</summary>
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
