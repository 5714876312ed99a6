namespace Zot.Auth.Htpasswd;

/// <summary>
/// Watches a file and invokes a callback when it was written, replaced by renaming, or swapped behind a symbolic link,
/// after a debounce interval. File system events report most changes at once; polling every second detects the others
/// (links, network file systems).
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Action _changed;
    private readonly Lock _gate = new();
    private readonly ITimer _settled;
    private readonly ITimer _poll;
    private readonly FileSystemWatcher? _events;
    private FileStamp _seen;
    private bool _told;

    /// <summary>Starts watching. Changes since <paramref name="read"/> was taken are reported.</summary>
    public FileWatch(string path, FileStamp read, Action changed, TimeProvider time)
    {
        _path = Path.GetFullPath(path);
        _seen = read;
        _changed = changed;
        _settled = time.CreateTimer(_ => OnQuiet(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _poll = time.CreateTimer(_ => Poll(), null, Period, Period);
        _events = Subscribe();
    }

    public void Dispose()
    {
        _events?.Dispose();
        _poll.Dispose();
        _settled.Dispose();
    }

    private FileSystemWatcher? Subscribe()
    {
        try
        {
            var events = new FileSystemWatcher(Path.GetDirectoryName(_path)!);
            events.Changed += OnEvent;
            events.Created += OnEvent;
            events.Renamed += OnEvent;
            events.EnableRaisingEvents = true;
            return events;
        }
        catch (Exception cause) when (cause is IOException or ArgumentException)
        {
            // No inotify instance is available, or the directory is missing; fall back to polling.
            return null;
        }
    }

    private void OnEvent(object sender, FileSystemEventArgs happened)
    {
        // "..data" is the link that Kubernetes swaps when a ConfigMap or Secret changes.
        if (happened.Name == "..data" || happened.Name == Path.GetFileName(_path))
        {
            lock (_gate)
            {
                _told = true;
            }

            _settled.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    private void Poll()
    {
        lock (_gate)
        {
            if (!_told && FileStamp.Of(_path) != _seen)
            {
                _told = true;
                _settled.Change(Quiet, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void OnQuiet()
    {
        lock (_gate)
        {
            _told = false;
            _seen = FileStamp.Of(_path);
            _changed();
        }
    }
}
