using System.Globalization;
using System.Runtime.CompilerServices;
using Zot.Storage.Migration;

namespace Zot.Server;

/// <summary>How far a migration is, as a line of a terminal that is written over again and again.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="total">How many bytes there are to read.</param>
/// <param name="time">The clock.</param>
internal sealed class MigrationBar(TextWriter terminal, long total, TimeProvider time)
{
    private const int Width = 30;
    private const string Over = "\r\u001b[K";

    // More often nobody sees it.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Units = ["bytes", "KiB", "MiB", "GiB", "TiB"];

    private long _read;
    private long? _drawnAt;
    private string _last = "";

    /// <summary>So many more bytes have been read.</summary>
    public void Advance(long bytes)
    {
        _read += bytes;
        if (_drawnAt is not { } drawnAt || time.GetElapsedTime(drawnAt) >= Pause)
        {
            _drawnAt = time.GetTimestamp();
            terminal.Write(Over + Line());
        }
    }

    /// <summary>Passes repositories on, says which was the last, and clears the line at the end.</summary>
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
        // What an earlier run has copied is read, too, and was not counted.
        var part = total == 0 ? 1 : Math.Min(1, (double)_read / total);
        var filled = (int)(part * Width);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{new string('#', filled)}{new string('-', Width - filled)}] {(int)(part * 100),3} %  {Size(_read)} of {Size(Math.Max(total, _read))}  {_last}");
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
