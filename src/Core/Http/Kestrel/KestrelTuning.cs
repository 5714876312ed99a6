using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Zot.Http;

/// <summary>Sets Kestrel up for small answers in great number and for large bodies in either direction.</summary>
public sealed class KestrelTuning : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    // With two cores the pool starts with two threads, and two reads from a cold disk would stall every other request.
    private const int MinThreads = 16;

    // 46 tags of 128 letters and a name of 3 KiB, with room to spare.
    private const int MaxRequestLineLength = 16 * 1024;

    // Bearer tokens with many scopes outgrow the usual 32 KiB.
    private const int MaxHeadersLength = 64 * 1024;

    // Two pieces of a blob: one is read while the other is sent. The usual 64 KiB make the two wait for each other.
    private const int WriteBufferLength = 512 * 1024;

    // A body that stops for longer than this, or trickles, is cut; slow but steady ones go on.
    private static readonly MinDataRate Trickle = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public void Configure(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MaxRequestLineSize = MaxRequestLineLength;
        options.Limits.MaxRequestHeadersTotalSize = MaxHeadersLength;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        options.Limits.MinRequestBodyDataRate = Trickle;
        options.Limits.MinResponseDataRate = Trickle;

        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, MinThreads), completions);
    }

    /// <inheritdoc/>
    public void Configure(SocketTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MaxWriteBufferSize = WriteBufferLength;

        // A request goes on where its bytes were received, on a thread of the pool: completions themselves are still
        // dispatched, each to a worker of its own, so that a handler that blocks delays nobody else.
        options.UnsafePreferInlineScheduling = true;
    }
}
