using System.Net;

namespace Zot.BlackBox.Extensions;

/// <summary>Opens HTTP listeners.</summary>
internal static class FreeListener
{
    private const int Attempts = 10;

    /// <summary>Opens a listener on a free port. Another process may take a port between its choice and its use.</summary>
    public static (HttpListener Listener, int Port) Start()
    {
        for (var attempts = 1; ; attempts++)
        {
            var port = FreePort.Next();
            try
            {
                return (Start(port), port);
            }
            catch (HttpListenerException) when (attempts < Attempts)
            {
                // The next port.
            }
        }
    }

    /// <summary>Opens a listener on a port.</summary>
    public static HttpListener Start(int port)
    {
        var listener = new HttpListener();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        return listener;
    }
}
