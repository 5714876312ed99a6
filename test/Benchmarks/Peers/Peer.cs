using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Zot.Benchmarks.Load;

namespace Zot.Benchmarks.Peers;

/// <summary>One of the servers that are compared, with a folder and a port of its own.</summary>
internal abstract class Peer(string name, string folder) : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly Queue<string> _output = [];
    private Process? _process;

    /// <summary>The heading of its column.</summary>
    internal string Name { get; } = name;

    /// <summary>Where it keeps its content.</summary>
    internal string Data { get; } = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;

    /// <summary>Where it answers while it runs.</summary>
    internal Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Whether it takes pushes and lists what it has.</summary>
    internal virtual bool IsRegistry => true;

    protected string Folder { get; } = folder;

    /// <summary>Seconds of CPU used since its start.</summary>
    internal double CpuSeconds => ProcessFigures.CpuSeconds(_process!.Id);

    /// <summary>Resident memory, MiB.</summary>
    internal double ResidentMiB => ProcessFigures.ResidentMiB(_process!.Id);

    /// <summary>Resident memory, with what it shares with other processes in equal parts, MiB.</summary>
    internal double ProportionalMiB => ProcessFigures.ProportionalMiB(_process!.Id);

    /// <summary>Starts the server.</summary>
    /// <returns>The time until it answered <c>GET /v2/</c> with 200.</returns>
    /// <exception cref="BenchmarkException">It ended, or did not answer within a minute.</exception>
    internal async Task<TimeSpan> StartAsync(CancellationToken cancellationToken) =>
        (await StartAsync("v2/", cancellationToken)).Listening;

    /// <summary>Starts the server, and asks it for something as soon as it listens.</summary>
    /// <returns>The times from its start until it answered <c>GET /v2/</c> with 200, and then that for the path.</returns>
    /// <exception cref="BenchmarkException">It ended, or did not answer within a minute.</exception>
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

    /// <summary>Lets the server end in its own way.</summary>
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

    /// <summary>Kills the server. Its content stays for the next start.</summary>
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
    /// <returns>The command that serves with it.</returns>
    protected abstract ProcessStartInfo Configure(int port);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A bare socket: the failures of an HTTP client cost more CPU than some of the servers need to start.
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
