#if EXT_SYNC
using System.Globalization;

namespace Zot.Extensions.Sync.Command;

/// <summary>A progress bar of repositories on a terminal.</summary>
/// <param name="error">Standard error.</param>
/// <param name="name">The name of the upstream registry.</param>
/// <param name="count">The number of repositories.</param>
internal sealed class CopyProgress(TextWriter error, string name, int count)
{
    private const int Width = 30;

    private readonly bool _isShown = !Console.IsErrorRedirected && count > 0;
    private int _done;

    /// <summary>Records that a repository is done.</summary>
    public void Advance()
    {
        _done++;
        if (_isShown)
        {
            var filled = Width * _done / count;
            error.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"\r{name} [{new string('#', filled)}{new string('.', Width - filled)}] {_done}/{count}"));
        }
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (_isShown)
        {
            error.WriteLine();
        }
    }
}
#endif
