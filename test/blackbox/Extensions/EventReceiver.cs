using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Zot.BlackBox.Extensions;

/// <summary>Receives events over HTTP like a webhook, with the responses of a test.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<ReceivedEvent> _received = new();
    private readonly Task _running;

    public EventReceiver(int? port = null)
    {
        (_listener, Port) = port is { } wanted ? (FreeListener.Start(wanted), wanted) : FreeListener.Start();
        _running = RunAsync();
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}/hook";

    /// <summary>The function that returns the status for an event. Default: 200.</summary>
    public Func<ReceivedEvent, int> Answer { get; set; } = static _ => 200;

    /// <summary>The events that were accepted with 200, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedEvent> Taken => [.. _received];

    /// <summary>Waits until a number of events was accepted.</summary>
    public Task WaitAsync(int count) =>
        Eventually.TrueAsync(() => Task.FromResult(_received.Count >= count), $"{count} events arrived, and not {_received.Count}", Limits.Process);

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
        try
        {
            _listener.Close();
        }
        catch (HttpListenerException)
        {
            // Closing the listener listens once more, and another process may use the port by now.
        }
    }

    private async Task RunAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await TakeAsync(context);
            }
            catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException or IOException)
            {
                // Stopped, or the sender was killed during the request.
            }
        }
    }

    private async Task TakeAsync(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        if (body.Length < context.Request.ContentLength64)
        {
            context.Response.Abort(); // the sender was killed during the request
            return;
        }

        var received = new ReceivedEvent(
            context.Request.Headers.AllKeys.ToDictionary(static name => name!, name => context.Request.Headers[name]!, StringComparer.OrdinalIgnoreCase),
            JsonDocument.Parse(body.ToArray()).RootElement);
        context.Response.StatusCode = Answer(received);
        if (context.Response.StatusCode == 200)
        {
            _received.Enqueue(received);
        }

        context.Response.Close();
    }
}
