using System.Runtime.InteropServices;

namespace Zot.Server.Serving;

/// <summary>What the operating system tells the server: SIGTERM and SIGINT to stop, SIGHUP to read its configuration again.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopNow = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    /// <param name="reload">What SIGHUP does.</param>
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

    /// <summary>Cancelled by the first signal to stop: what has begun may end.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Cancelled by the second: nothing is waited for.</summary>
    public CancellationToken StoppingNow => _stopNow.Token;

    /// <summary>Ends with the first signal to stop.</summary>
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
