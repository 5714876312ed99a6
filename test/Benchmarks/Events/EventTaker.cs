using System.Net;
using System.Net.Sockets;

namespace Zot.Benchmarks.Events;

/// <summary>A receiver that accepts every event immediately.</summary>
internal sealed class EventTaker : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _running;
    private int _taken;

    internal EventTaker()
    {
        Address = FreeAddress();
        _listener.Prefixes.Add($"{Address}");
        _listener.Start();
        _running = RunAsync();
    }

    internal Uri Address { get; }

    /// <summary>The number of received events.</summary>
    internal int Taken => _taken;

    /// <summary>Returns a local address without a listener.</summary>
    internal static Uri FreeAddress()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
        _listener.Close();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await context.Request.InputStream.CopyToAsync(Stream.Null);
                context.Response.StatusCode = (int)HttpStatusCode.NoContent;
                context.Response.Close();
                Interlocked.Increment(ref _taken);
            }
        }
        catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The listener was stopped.
        }
    }
}
