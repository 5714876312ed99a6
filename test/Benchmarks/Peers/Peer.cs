using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Zot.Benchmarks.Load;

namespace Zot.Benchmarks.Peers;

/// <summary>A server under comparison, with its own directory and port.</summary>
internal abstract class Peer(string name, string folder) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Queue<string> _output = [];
    private Process? _process;

    /// <summary>The heading of the column.</summary>
    internal string Name { get; } = name;

    /// <summary>The directory of the content.</summary>
    internal string Data { get; } = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;

    /// <summary>The address of the running server.</summary>
    internal Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Indicates whether the server is a registry, which accepts pushes and lists its content.</summary>
    internal virtual bool IsRegistry => true;

    protected string Folder { get; } = folder;

    /// <summary>The CPU time since the start, in seconds.</summary>
    internal double CpuSeconds => ProcessFigures.CpuSeconds(_process!.Id);

    /// <summary>The resident memory (RSS), in MiB.</summary>
    internal double ResidentMiB => ProcessFigures.ResidentMiB(_process!.Id);

    /// <summary>The proportional set size (PSS), in MiB: shared pages are divided among the processes.</summary>
    internal double ProportionalMiB => ProcessFigures.ProportionalMiB(_process!.Id);

    /// <summary>Starts the server.</summary>
    /// <returns>The time until <c>GET /v2/</c> returned 200.</returns>
    /// <exception cref="BenchmarkException">The server exited, or did not respond within a minute.</exception>
    internal async Task<TimeSpan> StartAsync(CancellationToken cancellationToken) =>
        (await StartAsync("v2/", cancellationToken)).Listening;

    /// <summary>Starts the server, and requests a path as soon as it listens.</summary>
    /// <returns>The times from the start until <c>GET /v2/</c> and then the path returned 200.</returns>
    /// <exception cref="BenchmarkException">The server exited, or did not respond within a minute.</exception>
    internal async Task<(TimeSpan Listening, TimeSpan First)> StartAsync(string path, CancellationToken cancellationToken)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        var start = Configure(Address.Port);
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        var clock = Stopwatch.StartNew();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!await AnswersAsync("v2/", cancellationToken))
        {
            if (_process.HasExited || clock.Elapsed > StartLimit)
            {
                throw new BenchmarkException($"{Name} did not start. It said: {string.Join(Environment.NewLine, _output)}");
            }

            await Task.Delay(1, cancellationToken);
        }

        var listening = clock.Elapsed;
        return path == "v2/" || await AnswersAsync(path, cancellationToken)
            ? (listening, clock.Elapsed)
            : throw new BenchmarkException($"{Name} did not answer GET /{path} with 200");
    }

    /// <summary>Stops the server gracefully.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_process is { } process)
        {
            await Tool.RunAsync(Tool.Find("kill"), ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            _process = null;
            process.Dispose();
        }
    }

    /// <summary>Kills the server and keeps its content for the next start.</summary>
    internal async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Writes the configuration.</summary>
    /// <returns>The command that runs the server.</returns>
    protected abstract ProcessStartInfo Configure(int port);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A plain socket, since failing requests of an HTTP client use more CPU than some of the servers need to start.
    private async Task<bool> AnswersAsync(string path, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Address.Port, cancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"), cancellationToken);
            var answer = new byte[12];
            return await socket.ReceiveAsync(answer, cancellationToken) == answer.Length
                && answer.AsSpan(9).SequenceEqual("200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        const int Lines = 20;
        lock (_output)
        {
            if (line.Data is { } text)
            {
                _output.Enqueue(text);
            }

            if (_output.Count > Lines)
            {
                _output.Dequeue();
            }
        }
    }
}
