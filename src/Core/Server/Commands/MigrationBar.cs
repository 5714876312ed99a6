using System.Globalization;
using System.Runtime.CompilerServices;
using Zot.Migration.Distribution;

namespace Zot.Server.Commands;

/// <summary>The progress bar of a migration, on one line of a terminal that is redrawn.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="total">The number of bytes to read.</param>
/// <param name="time">The clock.</param>
internal sealed class MigrationBar(TextWriter terminal, long total, TimeProvider time)
{
    private const int Width = 30;
    private const string Over = "\r\u001b[K";

    // Faster redraws are not visible.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    private long _read;
    private long? _drawnAt;
    private string _last = "";

    /// <summary>Adds the number of bytes read and redraws the bar.</summary>
    public void Advance(long bytes)
    {
        _read += bytes;
        if (_drawnAt is not { } drawnAt || time.GetElapsedTime(drawnAt) >= Pause)
        {
            _drawnAt = time.GetTimestamp();
            terminal.Write(Over + Line());
        }
    }

    /// <summary>Passes repositories through, shows the name of the latest, and clears the line at the end.</summary>
    public async IAsyncEnumerable<MigratedRepository> FollowAsync(
        IAsyncEnumerable<MigratedRepository> repositories, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var repository in repositories.WithCancellation(cancellationToken))
            {
                _last = repository.Name;
                Advance(0);
                yield return repository;
            }
        }
        finally
        {
            await terminal.WriteAsync(Over);
        }
    }

    private string Line()
    {
        // Content copied by an earlier run is read again but not counted in the total.
        var part = total == 0 ? 1 : Math.Min(1, (double)_read / total);
        var filled = (int)(part * Width);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('-', Width - filled)}] {(int)(part * 100),3} %  {Size(_read)} "
                + $"of {Size(Math.Max(total, _read))}  {_last}");
    }

    private static string Size(long bytes)
    {
        var (size, unit) = ((double)bytes, 0);
        while (size >= 1024 && unit < Units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? size : Math.Round(size, 1))} {Units[unit]}");
    }
}
