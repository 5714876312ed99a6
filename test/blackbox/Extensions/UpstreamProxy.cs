using System.Collections.Concurrent;
using System.Net;

namespace Zot.BlackBox.Extensions;

/// <summary>A proxy before an upstream registry: it records requests, and makes responses slow or wrong.</summary>
internal sealed class UpstreamProxy : IAsyncDisposable
{
    private const int PieceLength = 16 * 1024;

    private static readonly string[] Forwarded = ["Accept", "Authorization", "Range", "Zot-Sync-Path", "User-Agent"];

    private readonly HttpListener _listener;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly string _target;
    private readonly Task _running;
    private int _isDisposed;

    public UpstreamProxy(string target)
    {
        _target = target;
        (_listener, Port) = FreeListener.Start();
        _running = RunAsync();
    }

    public int Port { get; }

    public string Host => $"127.0.0.1:{Port}";

    /// <summary>The requests, as <c>GET /v2/app/manifests/v1</c>, in the order of arrival.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>The function that returns the fault of the response to a request.</summary>
    public Func<string, UpstreamFault?> Fault { get; set; } = static _ => null;

    /// <summary>Counts the requests that begin with a text.</summary>
    public int Count(string start) => _requests.Count(request => request.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Forgets the requests.</summary>
    public void Clear() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _listener.Stop();
        await _running;
        _http.Dispose();
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
                _ = Task.Run(() => HandleAsync(context));
            }
            catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        var request = $"{context.Request.HttpMethod} {context.Request.RawUrl}";
        _requests.Enqueue(request);
        try
        {
            await AnswerAsync(context, Fault(request));
            context.Response.Close();
        }
        catch (Exception cause) when (cause is HttpListenerException or IOException or HttpRequestException or ObjectDisposedException or InvalidOperationException)
        {
            context.Response.Abort();
        }
    }

    private async Task AnswerAsync(HttpListenerContext context, UpstreamFault? fault)
    {
        var response = context.Response;
        if (fault?.Status is { } status)
        {
            response.StatusCode = status;
            foreach (var (name, value) in fault.Headers)
            {
                response.AddHeader(name, value);
            }

            return;
        }

        using var wanted = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://{_target}{context.Request.RawUrl}");
        foreach (var name in Forwarded.Where(name => context.Request.Headers[name] is not null))
        {
            wanted.Headers.TryAddWithoutValidation(name, context.Request.Headers[name]);
        }

        using var answer = await _http.SendAsync(wanted, HttpCompletionOption.ResponseHeadersRead);
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
        {
            if (name is not ("Content-Length" or "Transfer-Encoding" or "Connection" or "Keep-Alive" or "Date" or "Server"))
            {
                response.AddHeader(name, string.Join(", ", values));
            }
        }

        response.ContentLength64 = answer.Content.Headers.ContentLength ?? 0;
        if (context.Request.HttpMethod != "HEAD")
        {
            await CopyAsync(await answer.Content.ReadAsStreamAsync(), response, fault ?? new UpstreamFault());
        }
    }

    private static async Task CopyAsync(Stream body, HttpListenerResponse response, UpstreamFault fault)
    {
        var buffer = new byte[PieceLength];
        var sent = 0L;
        while (await body.ReadAsync(buffer) is > 0 and var read)
        {
            if (fault.PauseAfter is { } pause && sent + read > pause)
            {
                await response.OutputStream.WriteAsync(buffer.AsMemory(0, (int)Math.Max(0, pause - sent)));
                await response.OutputStream.FlushAsync();
                await fault.Until;
                (buffer, read, sent) = (buffer[(int)Math.Max(0, pause - sent)..], (int)(read - Math.Max(0, pause - sent)), Math.Max(sent, pause));
                fault = fault with { PauseAfter = null };
            }

            if (fault.CutAfter is { } cut && sent + read > cut)
            {
                await response.OutputStream.WriteAsync(buffer.AsMemory(0, (int)Math.Max(0, cut - sent)));
                await response.OutputStream.FlushAsync();
                throw new IOException("cut");
            }

            if (fault.Corrupts && sent + read == response.ContentLength64)
            {
                buffer[read - 1] ^= 1;
            }

            await response.OutputStream.WriteAsync(buffer.AsMemory(0, read));
            await response.OutputStream.FlushAsync();
            sent += read;
            buffer = buffer.Length < PieceLength ? new byte[PieceLength] : buffer;
        }
    }
}
