namespace Zot.Server.Logging;

/// <summary>Where lines go: standard output, or the end of a file.</summary>
internal sealed class LogOutput : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Stream _stream;
    private bool _complained;

    private LogOutput(Stream stream) => _stream = stream;

    /// <summary>Standard output.</summary>
    public static LogOutput Standard() => new(Console.OpenStandardOutput());

    /// <summary>A file, created with mode 0600 when absent. Whatever rotates it may truncate it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not write it.</exception>
    public static LogOutput File(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return new LogOutput(new FileStream(path, options));
    }

    /// <summary>Appends whole lines.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            if (_stream.CanSeek && _stream.Length < _stream.Position)
            {
                // Truncated by logrotate's copytruncate: without this, a hole of zeros would come first.
                _stream.Seek(0, SeekOrigin.End);
            }

            _stream.Write(lines);
        }
        catch (IOException cause)
        {
            // A full disk must not stop the registry; whoever looks for the lines finds this.
            Complain(cause);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Complain(IOException cause)
    {
        if (!_complained)
        {
            _complained = true;
            Console.Error.WriteLine($"Error: the log cannot be written, lines are lost: {cause.Message}");
        }
    }
}
