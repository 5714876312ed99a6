using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Zot.Http.Kestrel;

/// <summary>Configures Kestrel for many small responses and for large bodies in either direction.</summary>
/// <param name="current">The <c>http</c> section; its limits are read at startup.</param>
public sealed class KestrelTuning(CurrentHttpOptions current)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    // With two cores the pool starts with two threads, and two reads from a cold disk would stall every other request.
    private const int MinThreads = 16;

    // 46 tags of 128 characters and a name of 3 KiB, with headroom.
    private const int MaxRequestLineLength = 16 * 1024;

    // Bearer tokens with many scopes exceed the default of 32 KiB.
    private const int MaxHeadersLength = 64 * 1024;

    // Two pieces of a blob: one is read while the other is sent. The default of 64 KiB would serialize reads and sends.
    private const int WriteBufferLength = 512 * 1024;

    // TCP_USER_TIMEOUT in Linux: the maximum time that sent data may remain unacknowledged.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    // The request head is small: a client that needs longer only holds the connection.
    private static readonly TimeSpan MaxHeadTime = TimeSpan.FromSeconds(5);

    // Kestrel's clock cannot measure a rate over a shorter period.
    private static readonly TimeSpan MinGracePeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DefaultGracePeriod = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestLineSize = MaxRequestLineLength;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadersLength;
        var http = current();
        options.Limits.RequestHeadersTimeout =
            http.ReadTimeout > TimeSpan.Zero && http.ReadTimeout < MaxHeadTime ? http.ReadTimeout : MaxHeadTime;
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        options.Limits.MinRequestBodyDataRate = Floor(http.MinRate, http.ReadTimeout);
        options.Limits.MinResponseDataRate = Floor(http.MinRate, http.WriteTimeout);

        // Header values are opaque bytes; RFC 9110, section 5.5. A target that names a host overrides the Host header;
        // RFC 9112, section 3.2.2.
        options.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        options.AllowHostHeaderOverride = true;

        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, MinThreads), completions);
    }

    /// <inheritdoc/>
    public void Configure(SocketTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MaxWriteBufferSize = WriteBufferLength;

        if (OperatingSystem.IsLinux() && current().WriteTimeout is var limit && limit > TimeSpan.Zero)
        {
            var milliseconds = (int)Math.Min(limit.TotalMilliseconds, int.MaxValue);
            options.CreateBoundListenSocket =
                endPoint => Limited(SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint), milliseconds);
        }
    }

    // Accepted connections inherit the option. Kestrel only detects a piece that was not fully sent, which takes
    // minutes with a slow client.
    private static Socket Limited(Socket socket, int milliseconds)
    {
        socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(milliseconds));
        return socket;
    }

    private static MinDataRate? Floor(int rate, TimeSpan timeout)
    {
        var grace = timeout <= TimeSpan.Zero ? DefaultGracePeriod : timeout < MinGracePeriod ? MinGracePeriod : timeout;
        return rate > 0 ? new MinDataRate(rate, grace) : null;
    }
}
