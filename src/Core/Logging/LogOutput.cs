namespace Zot.Logging;

/// <summary>The destination of log lines: standard output, or a file that is appended to.</summary>
internal sealed class LogOutput : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _gate = new();
    private readonly string? _path;
    private Stream _stream;
    private bool _complained;

    private LogOutput(Stream stream, string? path) => (_stream, _path) = (stream, path);

    /// <summary>Opens standard output.</summary>
    public static LogOutput Standard() => new(Console.OpenStandardOutput(), path: null);

    /// <summary>Opens a file, created with mode 0600 if missing. Log rotation may truncate it.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to write the file.</exception>
    public static LogOutput File(string path) => new(OpenFile(path), path);

    /// <summary>Reopens the file by its name after log rotation renamed it.</summary>
    /// <remarks>On failure, lines are still written to the previous file.</remarks>
    public void Reopen()
    {
        // Outputs that cannot seek, such as pipes and terminals, are not rotated.
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
            Console.Error.WriteLine($"Error: failed to reopen the log, lines go to the previous file: {cause.Message}");
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
                // Truncated by logrotate's copytruncate: without the seek, the file would start with a hole of zeros.
                _stream.Seek(0, SeekOrigin.End);
            }

            _stream.Write(lines);
        }
        catch (IOException cause)
        {
            // A full disk must not stop the registry; the error on standard error explains the missing lines.
            Complain(cause);
        }
    }

    private void Complain(IOException cause)
    {
        if (!_complained)
        {
            _complained = true;
            Console.Error.WriteLine($"Error: failed to write the log, lines are lost: {cause.Message}");
        }
    }
}
