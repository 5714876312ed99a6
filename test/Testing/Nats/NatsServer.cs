using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Zot.Testing.Nats;

/// <summary>A real nats-server on its own port, which can be restarted after it was killed.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly string _configuration;
    private readonly List<string> _log = [];
    private Process? _process;

    private NatsServer(Func<NatsServer, string> configuration, int? port)
    {
        Port = port ?? FreePort.Next();
        _configuration = configuration(this);
    }

    public int Port { get; }

    public string Url => $"nats://127.0.0.1:{Port}";

    private static string Program => new[] { "/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server" }
        .FirstOrDefault(File.Exists) ?? "nats-server";

    /// <summary>Gets the path of a file of the server.</summary>
    public string this[string file] => _folder[file];

    /// <summary>Starts a server.</summary>
    /// <param name="configuration">The configuration, without the listen address.</param>
    /// <param name="port">The port; a free one by default.</param>
    public static Task<NatsServer> StartAsync(string configuration = "", int? port = null) => StartAsync(_ => configuration, port);

    /// <summary>Starts a server with JetStream.</summary>
    public static Task<NatsServer> StartWithJetStreamAsync(string configuration = "", int? port = null) =>
        StartAsync(server => $"jetstream {{ store_dir: '{server["js"]}' }}\n{configuration}", port);

    /// <summary>Starts a server whose configuration contains paths of its files.</summary>
    public static async Task<NatsServer> StartAsync(Func<NatsServer, string> configuration, int? port = null)
    {
        var server = new NatsServer(configuration, port);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts the server, or restarts it after it was killed.</summary>
    public async Task StartAgainAsync()
    {
        await File.WriteAllTextAsync(_folder["nats.conf"], $"listen: 127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}\n{_configuration}\n");
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", _folder["nats.conf"]])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_log)
            {
                _log.Add(line.Data ?? "");
            }
        };
        _process.BeginErrorReadLine();
        await Eventually.HoldsAsync(IsReadyAsync, "nats-server listens");
    }

    /// <summary>Kills the server without a shutdown.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process && IsRunning(process))
        {
            await KillAsync();
        }

        _folder.Dispose();
    }

    private static bool IsRunning(Process process)
    {
        try
        {
            return !process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false; // killed before
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        lock (_log)
        {
            Assert.False(_process!.HasExited, string.Join('\n', _log));
        }

        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
