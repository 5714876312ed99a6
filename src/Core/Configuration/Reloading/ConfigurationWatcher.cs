using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Zot.Configuration;

/// <summary>Keeps the options in step with the file, and with the files it names, while the registry runs.</summary>
/// <remarks>
/// A configuration is taken whole or not at all: with a fault, every fault is logged and what was in force stays.
/// Keys that need a restart are named and left as they were.
/// </remarks>
public sealed partial class ConfigurationWatcher : IDisposable
{
    // Editors write more than once; what is watched may be missed, on a network drive for one.
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

    /// <summary>Starts to watch.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="started">What the registry was started with: the valid result of loading that file.</param>
    /// <param name="source">What it was loaded with.</param>
    /// <param name="time">The clock of the pauses.</param>
    /// <param name="logger">Who is told of changes and faults.</param>
    public ConfigurationWatcher(
        string path, ConfigurationResult started, ConfigurationSource source, TimeProvider time, ILogger<ConfigurationWatcher> logger)
    {
        (_path, _inForce, _source, _logger) = (path, started, source, logger);
        Options = new CurrentOptions(started.Options);
        _quietTimer = time.CreateTimer(_ => ReloadIfChanged(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Follow(started.Fingerprints);
        _pollTimer = time.CreateTimer(_ => ReloadIfChanged(), state: null, PollPeriod, PollPeriod);
    }

    /// <summary>The options in force.</summary>
    public CurrentOptions Options { get; }

    /// <summary>Reads the configuration now, changed or not, as SIGHUP asks for.</summary>
    /// <returns>Whether it was sound; if not, nothing has changed.</returns>
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
            // On the thread of a timer or of a signal, a failure would end the process, and the registry with it.
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

        // What happened between the reading and the watching raised no event.
        CheckSoon();
    }

    // The first event sets the timer and the next ones leave it alone: a folder that is never quiet must not put it off.
    private void CheckSoon()
    {
        if (Interlocked.Exchange(ref _isWaiting, 1) == 0)
        {
            _quietTimer.Change(Quiet, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(7001, LogLevel.Information, "loaded new configuration settings, changed keys: {Keys}")]
    private partial void LogLoaded(string keys);

    [LoggerMessage(7002, LogLevel.Error, "failed to reload config, retry writing it. The one in force stays, faults: {Faults}")]
    private partial void LogKept(int faults);

    [LoggerMessage(7003, LogLevel.Error, "invalid configuration key {Key}: {Problem}")]
    private partial void LogRefused(string key, string problem);

    [LoggerMessage(7004, LogLevel.Warning, "configuration key {Key}: {Problem}")]
    private partial void LogWarning(string key, string problem);

    [LoggerMessage(7005, LogLevel.Warning, "changed configuration keys need a restart: {Keys}")]
    private partial void LogNeedRestart(string keys);

    [LoggerMessage(7007, LogLevel.Error, "failed to bring the configuration into force")]
    private partial void LogFailed(Exception cause);

    [LoggerMessage(7006, LogLevel.Warning, "failed to watch a configuration folder, which is polled instead")]
    private partial void LogNotWatched(Exception cause);
}
