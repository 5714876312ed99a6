#if EXT_EVENTS
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace NATS.Client.Core.Wire;

/// <summary>Comes to a connection that can be used, or says why not.</summary>
internal static class Handshake
{
    /// <summary>Connects: to reach the server, its greeting, TLS, our greeting, its welcome.</summary>
    /// <param name="opts">How; each step has its time.</param>
    /// <param name="address">Where.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="NatsException">It was not to be.</exception>
    public static async Task<Session> ConnectAsync(NatsOpts opts, ServerAddress address, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            limit.CancelAfter(opts.ConnectTimeout);
            await socket.ConnectAsync(address.Host, address.Port, limit.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            return await GreetAsync(stream, replaced => stream = replaced, opts, address, limit);
        }
        catch (Exception cause)
        {
            // Whatever went wrong, nobody else has this connection.
            await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw Explain(cause, address, opts);
        }
    }

    private static async Task<Session> GreetAsync(
        Stream stream, Action<Stream> replace, NatsOpts opts, ServerAddress address, CancellationTokenSource limit)
    {
        var isImplicit = opts.TlsOpts.Mode == TlsMode.Implicit;
        if (isImplicit)
        {
            replace(stream = await EncryptAsync(stream, opts, address, limit));
        }

        // The server says nothing after its greeting until we do: the reader can be replaced.
        var frames = new FrameReader(stream);
        limit.CancelAfter(opts.ConnectTimeout);
        if (await frames.ReadAsync(limit.Token) is not ServerFrame.Info { Server: var server })
        {
            throw new NatsProtocolViolationException("the server does not greet");
        }

        var isOffered = server.IsTlsRequired || server.IsTlsAvailable;
        if (!isImplicit && isOffered)
        {
            replace(stream = await EncryptAsync(stream, opts, address, limit));
            frames = new FrameReader(stream);
        }
        else if (!isImplicit && (address.IsTls || opts.TlsOpts.ConfigureClientAuthentication is not null))
        {
            throw new NatsException("the server has no TLS");
        }

        var greeting = new ConnectMessage { Name = opts.Name, IsTlsRequired = stream is SslStream };
        greeting = Credentials.AddTo(greeting, opts.AuthOpts, address, server.Nonce);
        limit.CancelAfter(opts.ConnectTimeout);
        await stream.WriteAsync(Frames.Connect(greeting), limit.Token);
        return new Session(stream, frames, await BeWelcomeAsync(frames, server, limit.Token));
    }

    private static async Task<ServerInfo> BeWelcomeAsync(FrameReader frames, ServerInfo server, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await frames.ReadAsync(cancellationToken))
            {
                case ServerFrame.Pong:
                    return server;
                case ServerFrame.Info info:
                    server = info.Server;
                    break;
                case ServerFrame.Refusal refusal:
                    throw new NatsServerException(refusal.Error);
                case null:
                    throw new NatsException("the server has closed the connection");
            }
        }
    }

    private static async Task<SslStream> EncryptAsync(
        Stream stream, NatsOpts opts, ServerAddress address, CancellationTokenSource limit)
    {
        var authentication = new SslClientAuthenticationOptions
        {
            TargetHost = address.Host,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (opts.TlsOpts.ConfigureClientAuthentication is { } configure)
        {
            await configure(authentication);
        }

        limit.CancelAfter(opts.ConnectTimeout);
        var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
        try
        {
            await encrypted.AuthenticateAsClientAsync(authentication, limit.Token);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync();
            throw;
        }
    }

    private static NatsException Explain(Exception cause, ServerAddress address, NatsOpts opts) => cause switch
    {
        OperationCanceledException => new NatsException($"{address} has not answered within {opts.ConnectTimeout}", cause),
        _ => new NatsException($"no connection to {address}: {cause.Message}", cause),
    };
}
#endif
