using System.Runtime.InteropServices;

namespace Zot.Server.Serving;

/// <summary>Handles signals: SIGTERM and SIGINT stop the server, SIGHUP reloads its configuration.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopNow = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Registers the signal handlers.</summary>
    /// <param name="reload">The action for SIGHUP.</param>
    public StopSignals(Action reload)
    {
        Action<PosixSignalContext> stop = context =>
        {
            context.Cancel = true;
            Stop();
        };
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, stop),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                reload();
            }),
        ];
    }

    /// <summary>The token that the first stop signal cancels: active requests may complete.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>The token that the second stop signal cancels: active requests are aborted.</summary>
    public CancellationToken StoppingNow => _stopNow.Token;

    /// <summary>Completes with the first stop signal.</summary>
    public async Task WaitAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Stopping.Register(stopped.SetResult);
        await stopped.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
        _stopNow.Dispose();
    }

    internal void Stop() => (_stop.IsCancellationRequested ? _stopNow : _stop).Cancel();
}
