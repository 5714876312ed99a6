#if EXT_EVENTS
using System.Net;
using System.Text;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

/// <summary>An HTTP receiver whose responses are scripted.</summary>
internal sealed class HookServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<HookRequest> _requests = [];

    public HookServer(Action<HookRequest, HttpListenerResponse> answer)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = RunAsync(answer);
    }

    public Uri Address { get; }

    /// <summary>The received requests, in order.</summary>
    public IReadOnlyList<HookRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public void Dispose() => _listener.Close();

    private async Task RunAsync(Action<HookRequest, HttpListenerResponse> answer)
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
                var request = new HookRequest(
                    context.Request.HttpMethod, context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"],
                    context.Request.Headers["X-Key"], await reader.ReadToEndAsync());
                lock (_requests)
                {
                    _requests.Add(request);
                }

                answer(request, context.Response);
                context.Response.Close();
            }
        }
        catch (Exception cause) when (cause is HttpListenerException or ObjectDisposedException)
        {
            // The test ended.
        }
    }
}
#endif
