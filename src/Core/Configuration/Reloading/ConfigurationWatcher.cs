using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Zot.Configuration.Loading;

namespace Zot.Configuration.Reloading;

/// <summary>
/// Keeps the options up to date with the configuration file, and with the files it names, while the registry runs.
/// </summary>
/// <remarks>
/// A configuration is applied as a whole or not at all: if it has errors, all of them are logged and the current
/// configuration is kept. Keys that need a restart are logged and remain unchanged.
/// </remarks>
public sealed partial class ConfigurationWatcher : IDisposable
{
    // Editors write more than once; file system events may be lost, for example on a network drive.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PollPeriod = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ConfigurationSource _source;
    private readonly ILogger _logger;
    private readonly ITimer _quietTimer;
    private readonly ITimer _pollTimer;
    private ConfigurationResult _inForce;
    private IReadOnlyDictionary<string, FileFingerprint> _fingerprints;
    private FolderWatch? _watch;
    private int _isWaiting;
    private bool _isDisposed;

    /// <summary>Starts watching.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="started">The configuration of the start: the valid result of loading that file.</param>
    /// <param name="source">The inputs with which it was loaded.</param>
    /// <param name="time">The clock of the timers.</param>
    /// <param name="logger">The logger of changes and errors.</param>
    public ConfigurationWatcher(
        string path,
        ConfigurationResult started,
        ConfigurationSource source,
        TimeProvider time,
        ILogger<ConfigurationWatcher> logger)
    {
        (_path, _inForce, _source, _logger) = (path, started, source, logger);
        Options = new CurrentOptions(started.Options);
        _quietTimer =
            time.CreateTimer(_ => ReloadIfChanged(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Follow(started.Fingerprints);
        _pollTimer = time.CreateTimer(_ => ReloadIfChanged(), state: null, PollPeriod, PollPeriod);
    }

    /// <summary>The current options.</summary>
    public CurrentOptions Options { get; }

    /// <summary>Reloads the configuration, even if it is unchanged, as requested by SIGHUP.</summary>
    /// <returns><see langword="true"/> if the configuration was valid; otherwise nothing has changed.</returns>
    public bool Reload()
    {
        lock (_gate)
        {
            return !_isDisposed && TryReloadUnderLock();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _watch?.Dispose();
            _quietTimer.Dispose();
            _pollTimer.Dispose();
        }
    }

    private void ReloadIfChanged()
    {
        Interlocked.Exchange(ref _isWaiting, 0);
        lock (_gate)
        {
            if (_isDisposed || !_fingerprints.Any(static file => FileFingerprint.Of(file.Key).DiffersFrom(file.Value)))
            {
                return;
            }

            TryReloadUnderLock();
        }
    }

    private bool TryReloadUnderLock()
    {
        try
        {
            return ReloadUnderLock();
        }
        catch (Exception fault)
        {
            // On the thread of a timer or a signal, an unhandled exception would terminate the process.
            LogFailed(fault);
            return false;
        }
    }

    private bool ReloadUnderLock()
    {
        var wanted = ConfigurationFile.Load(_path, _source);
        var reload = ConfigurationReload.Of(_inForce, wanted, SecretFilesOf(_path, _source), _source);
        Follow(wanted.Fingerprints);
        foreach (var error in reload.Errors)
        {
            LogRefused(error.Key, error.Problem);
        }

        if (reload.Errors.Count > 0)
        {
            LogKept(reload.Errors.Count);
            return false;
        }

        foreach (var warning in wanted.Warnings)
        {
            LogWarning(warning.Key, warning.Message);
        }

        if (reload.NeedRestart.Count > 0)
        {
            LogNeedRestart(string.Join(", ", reload.NeedRestart));
        }

        _inForce = reload.Result;
        if (reload.Changed.Count > 0)
        {
            foreach (var failure in Options.Replace(reload.Result.Options))
            {
                LogFailed(failure);
            }
        }

        LogLoaded(string.Join(", ", reload.Changed));
        return true;
    }

    private static SecretFiles SecretFilesOf(string path, ConfigurationSource source)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return new SecretFiles(folder, new Placeholders(source.Environment, folder));
    }

    [MemberNotNull(nameof(_fingerprints))]
    private void Follow(IReadOnlyDictionary<string, FileFingerprint> fingerprints)
    {
        var before = _watch;
        _fingerprints = fingerprints;
        _watch = new FolderWatch(fingerprints.Keys, CheckSoon, LogNotWatched);
        before?.Dispose();

        // Changes between reading the files and watching them raised no event.
        CheckSoon();
    }

    // The first event starts the timer, and later ones do not restart it: continuous activity in a directory must not
    // postpone the reload.
    private void CheckSoon()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            _quietTimer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(7001, LogLevel.Information, "loaded new configuration settings, changed keys: {Keys}")]
    private partial void LogLoaded(string keys);

    [LoggerMessage(7002, LogLevel.Error,
        "failed to reload config, retry writing it. The current configuration is kept, errors: {Faults}")]
    private partial void LogKept(int faults);

    [LoggerMessage(7003, LogLevel.Error, "invalid configuration key {Key}: {Problem}")]
    private partial void LogRefused(string key, string problem);

    [LoggerMessage(7004, LogLevel.Warning, "configuration key {Key}: {Problem}")]
    private partial void LogWarning(string key, string problem);

    [LoggerMessage(7005, LogLevel.Warning, "changed configuration keys need a restart: {Keys}")]
    private partial void LogNeedRestart(string keys);

    [LoggerMessage(7007, LogLevel.Error, "failed to apply the configuration")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(7006, LogLevel.Warning, "failed to watch a configuration directory, polling it instead")]
    private partial void LogNotWatched(Exception cause);
}
