using Zot.Auth;
using Zot.Auth.ApiKeys;
using Zot.Auth.Basic;
using Zot.Auth.Htpasswd;
using Zot.Auth.Mtls;
using Zot.Auth.Sessions;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Configuration.Http;
using Zot.Configuration.Reloading;
using Zot.Hosting;

namespace Zot.Server.Serving;

/// <summary>Provides the authenticators of the current configuration.</summary>
internal sealed partial class LiveAuthenticators : IDisposable
{
    private readonly Lazy<IApiKeyStore> _keys;
    private readonly ISessionStore _sessions;
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _changes;
    private readonly CurrentOptions _options;
    private AddedAuthentication _added = AddedAuthentication.None;
    private HtpasswdAuthenticator? _htpasswd;
    private string? _path;
    private volatile IReadOnlyList<IAuthenticator> _current;

    /// <summary>Opens the configured user files.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="keys">The API key store, which is opened once API keys are enabled.</param>
    /// <param name="sessions">The browser sessions.</param>
    /// <param name="loggers">The logger factory.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="CommandException">The htpasswd file cannot be read.</exception>
    public LiveAuthenticators(
        CurrentOptions options,
        Lazy<IApiKeyStore> keys,
        ISessionStore sessions,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        _options = options;
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
            throw new CommandException(
                $"http.auth.htpasswd.path is '{_path}', but this file cannot be read: {cause.Message}", cause);
        }

        _current = Authenticators(options.Current.Http);
        _changes = options.OnChange(Follow);
    }

    /// <summary>The authenticators, in evaluation order.</summary>
    public IReadOnlyList<IAuthenticator> Current => _current;

    /// <summary>Adds the authenticators of extensions. Called once, before the first request.</summary>
    public void Add(AddedAuthentication added)
    {
        _added = added;
        _current = Authenticators(_options.Current.Http);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _changes.Dispose();
        _htpasswd?.Dispose();
    }

    // Without password authentication, passwords are ignored; without a directory, no session is valid.
    private IReadOnlyList<IAuthenticator> Authenticators(HttpOptions http)
    {
        List<KeyValuePair<AuthenticationStep, IAuthenticator>> authenticators = [.. _added.Authenticators];
        if (Passwords(http) is { Count: > 0 } passwords)
        {
            authenticators.Add(new(AuthenticationStep.Password, new BasicAuthenticator(passwords)));
        }

        if (Directories() is { Length: > 0 } directories)
        {
            var sessions = new SessionAuthenticator(_sessions, new UserDirectories(directories));
            authenticators.Add(new(AuthenticationStep.Session, sessions));
        }

        if (http.HasClientCertificates)
        {
            var certificates = new ClientCertificateAuthenticator(http.Auth.Mtls ?? new MtlsOptions(), _time);
            authenticators.Add(new(AuthenticationStep.Certificate, certificates));
        }

        return [.. authenticators.OrderBy(static added => added.Key).Select(static added => added.Value)];
    }

    // API keys come first: checking a key as a password is slow.
    private List<IPasswordAuthenticator> Passwords(HttpOptions http)
    {
        List<IPasswordAuthenticator> passwords = [];
        if (http.Auth.ApiKey)
        {
            passwords.Add(new ApiKeyAuthenticator(_keys.Value, KeyHolders(http), _time));
        }

        if (_htpasswd is { } htpasswd)
        {
            passwords.Add(htpasswd);
        }

        passwords.AddRange(_added.Passwords);
        return passwords;
    }

    // Users removed from their directory lose access; users of client certificates were never in one.
    private IUserDirectory KeyHolders(HttpOptions http) =>
        Directories() is { Length: > 0 } directories && !http.HasClientCertificates
            ? new UserDirectories(directories)
            : UnlistedUsers.Instance;

    private IUserDirectory[] Directories() =>
        _htpasswd is { } htpasswd ? [htpasswd, .. _added.Users] : [.. _added.Users];

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
            // Admitting no one, or everyone, would both be worse than keeping the current users.
            LogKept(cause, path);
            return null;
        }
    }

    private HtpasswdAuthenticator? Open(string? path) =>
        path is null ? null : new HtpasswdAuthenticator(
            path, _loggers.CreateLogger<HtpasswdAuthenticator>(), _time, FipsMode.IsEnabled);

    [LoggerMessage(1202, LogLevel.Error, "failed to open API keys, keeping the current authenticators")]
    private partial void LogNoKeys(Exception cause);

    [LoggerMessage(1201, LogLevel.Error, "failed to read htpasswd file, keeping the current users: {Path}")]
    private partial void LogKept(Exception cause, string? path);
}
