namespace Zot.Zli.Output;

/// <summary>Shows on a terminal that a search is in progress.</summary>
internal sealed class Spinner : IAsyncDisposable
{
    private const string Prefix = "Searching... ";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private static readonly string[] Faces =
        ["🕐", "🕑", "🕒", "🕓", "🕔", "🕕", "🕖", "🕗", "🕘", "🕙", "🕚", "🕛"];

    private readonly TextWriter _terminal;
    private readonly Task _drawing;
    private readonly CancellationTokenSource _stop = new();

    private Spinner(TextWriter terminal, TimeProvider time)
    {
        _terminal = terminal;
        _drawing = DrawAsync(time);
    }

    /// <summary>Starts the spinner.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="time">The clock.</param>
    public static Spinner Start(TextWriter terminal, TimeProvider time) => new(terminal, time);

    /// <summary>Stops the spinner, and erases its line.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _drawing;
        _stop.Dispose();
    }

    private async Task DrawAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            for (var face = 0; ; face = (face + 1) % Faces.Length)
            {
                await _terminal.WriteAsync($"\r{Prefix}{Faces[face]} ");
                await _terminal.FlushAsync();
                await timer.WaitForNextTickAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await _terminal.WriteAsync($"\r{new string(' ', Prefix.Length + 3)}\r");
        }
    }
}
