namespace Zot.Configuration.Reloading;

/// <summary>Invokes a callback on any change in any of several directories.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly List<FileSystemWatcher> _watchers = [];

    /// <summary>Watches the directories that can be watched; the others are only polled.</summary>
    public FolderWatch(IEnumerable<string> files, Action happened, Action<Exception> failed)
    {
        // The directory that holds the name, and the one that holds its target.
        var folders = files
            .SelectMany(static file =>
                new[] { Path.GetDirectoryName(file), Path.GetDirectoryName(FileFingerprint.TargetOf(file)) })
            .Where(Directory.Exists)
            .Distinct(StringComparer.Ordinal);

        foreach (var folder in folders)
        {
            try
            {
                _watchers.Add(Watch(folder!, happened));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
            {
                failed(fault);
            }
        }
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers)
        {
            watcher.Dispose();
        }
    }

    private static FileSystemWatcher Watch(string folder, Action happened)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter =
                NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => happened();
        watcher.Created += (_, _) => happened();
        watcher.Renamed += (_, _) => happened();
        watcher.Deleted += (_, _) => happened();
        watcher.Error += (_, _) => happened();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }
}
