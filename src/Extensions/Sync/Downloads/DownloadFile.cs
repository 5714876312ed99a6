#if EXT_SYNC
using Microsoft.Win32.SafeHandles;

namespace Zot.Extensions.Sync.Downloads;

/// <summary>A temporary file that is read while it is written.</summary>
/// <remarks>It has no name once it is open: the system removes it with the process, however that ends.</remarks>
internal sealed class DownloadFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file;
    private TaskCompletionSource _progress = NewSignal();
    private long _length;
    private long _limit = long.MaxValue;
    private bool _hasFailed;
    private int _users = 1;

    private DownloadFile(SafeFileHandle file) => _file = file;

    /// <summary>Indicates whether the file ended early.</summary>
    public bool HasFailed
    {
        get
        {
            lock (_gate)
            {
                return _hasFailed;
            }
        }
    }

    /// <summary>Creates a file.</summary>
    /// <param name="directory">The directory, created if it does not exist.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is not writable.</exception>
    public static DownloadFile Create(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, Guid.NewGuid().ToString("N"));
        var file = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
        return new DownloadFile(file);
    }

    /// <summary>Hides the bytes from a position on until <see cref="Release"/>.</summary>
    public void Hold(long position)
    {
        lock (_gate)
        {
            _limit = position;
        }
    }

    /// <summary>Appends bytes. For one writer.</summary>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await RandomAccess.WriteAsync(_file, bytes, _length, stop);
        lock (_gate)
        {
            _length += bytes.Length;
        }

        Signal();
    }

    /// <summary>Makes all bytes readable.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _limit = long.MaxValue;
        }

        Signal();
    }

    /// <summary>Ends the file early: reads beyond its length return no bytes.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            _hasFailed = true;
        }

        Signal();
    }

    /// <summary>Reads bytes, and waits for them until they are released.</summary>
    /// <returns>The number of bytes; 0 if the file ended early.</returns>
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken stop) =>
        ReadAsync(offset, buffer, isHeld: true, stop);

    /// <summary>Reads bytes, held back or not, and waits for them.</summary>
    /// <returns>The number of bytes; 0 if the file ended early.</returns>
    public ValueTask<int> ReadHeldAsync(long offset, Memory<byte> buffer, CancellationToken stop) =>
        ReadAsync(offset, buffer, isHeld: false, stop);

    /// <summary>Adds a user, who calls <see cref="Dispose"/>.</summary>
    /// <returns>False if the file is closed.</returns>
    public bool TryShare()
    {
        lock (_gate)
        {
            if (_users == 0)
            {
                return false;
            }

            _users++;
            return true;
        }
    }

    /// <summary>Ends the use of one user; the last one closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (--_users > 0)
            {
                return;
            }
        }

        _file.Dispose();
    }

    private async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, bool isHeld, CancellationToken stop)
    {
        while (true)
        {
            long readable;
            Task progress;
            lock (_gate)
            {
                readable = (isHeld ? Math.Min(_length, _limit) : _length) - offset;
                if (readable <= 0 && _hasFailed)
                {
                    return 0;
                }

                progress = _progress.Task;
            }

            if (readable > 0)
            {
                return await RandomAccess.ReadAsync(
                    _file, buffer[..(int)Math.Min(buffer.Length, readable)], offset, stop);
            }

            await progress.WaitAsync(stop);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        TaskCompletionSource progress;
        lock (_gate)
        {
            (progress, _progress) = (_progress, NewSignal());
        }

        progress.SetResult();
    }
}
#endif
