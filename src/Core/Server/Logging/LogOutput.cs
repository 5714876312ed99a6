namespace Zot.Server.Logging;

/// <summary>Where lines go: standard output, or the end of a file.</summary>
internal sealed class LogOutput : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly string? _path;
    private Stream _stream;
    private bool _complained;

    private LogOutput(Stream stream, string? path) => (_stream, _path) = (stream, path);

    /// <summary>Standard output.</summary>
    public static LogOutput Standard() => new(Console.OpenStandardOutput(), path: null);

    /// <summary>A file, created with mode 0600 when absent. Whatever rotates it may truncate it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not write it.</exception>
    public static LogOutput File(string path) => new(OpenFile(path), path);

    /// <summary>Opens the file again by its name: what rotates logs has given the former one another.</summary>
    /// <remarks>When that fails, the lines go on into the former file.</remarks>
    public void Reopen()
    {
        // What cannot seek, such as a pipe or a terminal, is not rotated.
        if (_path is null || !_stream.CanSeek)
        {
            return;
        }

        try
        {
            var reopened = OpenFile(_path);
            Stream former;
            lock (_gate)
            {
                (former, _stream, _complained) = (_stream, reopened, false);
            }

            former.Dispose();
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"Error: failed to reopen the log, lines go into the former file: {cause.Message}");
        }
    }

    private static FileStream OpenFile(string path)
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

        return new FileStream(path, options);
    }

    /// <summary>Appends whole lines.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            WriteUnderLock(lines);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void WriteUnderLock(ReadOnlySpan<byte> lines)
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

    private void Complain(IOException cause)
    {
        if (!_complained)
        {
            _complained = true;
            Console.Error.WriteLine($"Error: the log cannot be written, lines are lost: {cause.Message}");
        }
    }
}
