using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

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

    /// <summary>Starts the server.</summary>
    /// <returns>The time until it answered <c>GET /v2/</c> with 200.</returns>
    /// <exception cref="BenchmarkException">It ended, or did not answer within a minute.</exception>
    internal async Task<TimeSpan> StartAsync(CancellationToken cancellationToken)
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
        while (!await AnswersAsync(cancellationToken))
        {
            if (_process.HasExited || clock.Elapsed > StartLimit)
            {
                throw new BenchmarkException($"{Name} did not start. It said: {string.Join(Environment.NewLine, _output)}");
            }

            await Task.Delay(1, cancellationToken);
        }

        return clock.Elapsed;
    }

    /// <summary>Ends the server. Its content stays for the next start.</summary>
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
    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, Address.Port, cancellationToken);
            await socket.SendAsync("GET /v2/ HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray(), cancellationToken);
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
