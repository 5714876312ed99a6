using Zot.Auth;
using Zot.Auth.ApiKeys;
using Zot.Auth.Basic;
using Zot.Auth.Htpasswd;
using Zot.Auth.Mtls;
using Zot.Auth.Sessions;
using Zot.Configuration;

namespace Zot.Server.Serving;

/// <summary>The authenticators that the configuration asks for now.</summary>
internal sealed partial class LiveAuthenticators : IDisposable
{
    private readonly Lazy<IApiKeyStore> _keys;
    private readonly ISessionStore _sessions;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _changes;
    private HtpasswdAuthenticator? _htpasswd;
    private string? _path;
    private volatile IReadOnlyList<IAuthenticator> _current;

    /// <summary>Reads what the configuration names.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="keys">API keys, which are asked for once the configuration wants them.</param>
    /// <param name="sessions">The sessions of browsers.</param>
    /// <param name="loggers">Where things are told.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandException">The htpasswd file cannot be read.</exception>
    public LiveAuthenticators(CurrentOptions options, Lazy<IApiKeyStore> keys, ISessionStore sessions, ILoggerFactory loggers, TimeProvider time)
    {
        _keys = keys;
        _sessions = sessions;
        _loggers = loggers;
        _time = time;
        _logger = loggers.CreateLogger<LiveAuthenticators>();
        _path = PathIn(options.Current);
        try
        {
            _htpasswd = Open(_path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"http.auth.htpasswd.path is '{_path}', but this file cannot be read: {cause.Message}", cause);
        }

        _current = Authenticators(options.Current.Http);
        _changes = options.OnChange(Follow);
    }

    /// <summary>The authenticators, in the order they are asked.</summary>
    public IReadOnlyList<IAuthenticator> Current => _current;

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes.Dispose();
        _htpasswd?.Dispose();
    }

    // A password comes before a session, and that before a certificate; where there are no passwords, whoever sends one is not
    // listened to, and no session can begin.
    private List<IAuthenticator> Authenticators(HttpOptions http)
    {
        var authenticators = new List<IAuthenticator>(3);
        if (Passwords(http) is { Count: > 0 } passwords)
        {
            authenticators.Add(new BasicAuthenticator(passwords));
        }

        if (_htpasswd is { } htpasswd)
        {
            authenticators.Add(new SessionAuthenticator(_sessions, htpasswd.Knows));
        }

        if (http.HasClientCertificates)
        {
            authenticators.Add(new ClientCertificateAuthenticator(http.Auth.Mtls ?? new MtlsOptions()));
        }

        return authenticators;
    }

    // Keys come first: it takes long to find out that a key is nobody's password.
    private List<IPasswordAuthenticator> Passwords(HttpOptions http)
    {
        List<IPasswordAuthenticator> passwords = [];
        var htpasswd = _htpasswd;
        if (http.Auth.ApiKey)
        {
            // Who was taken out of the file is to be out; who is known by a certificate was never in it.
            var isElsewhere = htpasswd is null || http.HasClientCertificates;
            passwords.Add(new ApiKeyAuthenticator(_keys.Value, name => isElsewhere || htpasswd!.Knows(name), _time));
        }

        if (htpasswd is not null)
        {
            passwords.Add(htpasswd);
        }

        return passwords;
    }

    private static string? PathIn(ZotOptions options) =>
        options.Http.Auth.Htpasswd?.Path is { Length: > 0 } path ? path : null;

    private void Follow(ZotOptions options)
    {
        var former = FollowUsers(PathIn(options));
        try
        {
            _current = Authenticators(options.Http);
        }
        catch (Exception cause) when (cause is IOException or InvalidOperationException)
        {
            LogNoKeys(cause);
            return;
        }

        former?.Dispose();
    }

    private HtpasswdAuthenticator? FollowUsers(string? path)
    {
        if (path == _path)
        {
            return null;
        }

        try
        {
            var opened = Open(path);
            var former = _htpasswd;
            (_htpasswd, _path) = (opened, path);
            return former;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            // To let nobody in, or everybody, would both be worse than the users of before.
            LogKept(cause, path);
            return null;
        }
    }

    private HtpasswdAuthenticator? Open(string? path) =>
        path is null ? null : new HtpasswdAuthenticator(path, _loggers.CreateLogger<HtpasswdAuthenticator>(), _time, FipsMode.IsEnabled);

    [LoggerMessage(1202, LogLevel.Error, "API keys cannot be opened, users log in as before")]
    private partial void LogNoKeys(Exception cause);

    [LoggerMessage(1201, LogLevel.Error, "htpasswd file cannot be read, the users of the former one stay: {Path}")]
    private partial void LogKept(Exception cause, string? path);
}
