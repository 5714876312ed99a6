using Zot.Auth;
using Zot.Auth.Basic;
using Zot.Auth.Htpasswd;
using Zot.Auth.Mtls;
using Zot.Configuration;

namespace Zot.Server.Serving;

/// <summary>The authenticators that the configuration asks for now.</summary>
internal sealed partial class LiveAuthenticators : IDisposable
{
    private readonly ILoggerFactory _loggers;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IDisposable _changes;
    private HtpasswdAuthenticator? _htpasswd;
    private string? _path;
    private volatile IReadOnlyList<IAuthenticator> _current;

    /// <summary>Reads what the configuration names.</summary>
    /// <exception cref="CommandException">The htpasswd file cannot be read.</exception>
    public LiveAuthenticators(CurrentOptions options, ILoggerFactory loggers, TimeProvider time)
    {
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

    // A password comes before a certificate; where there are no passwords, whoever sends one is not listened to.
    private List<IAuthenticator> Authenticators(HttpOptions http)
    {
        var authenticators = new List<IAuthenticator>(2);
        if (_htpasswd is not null)
        {
            authenticators.Add(new BasicAuthenticator(_htpasswd));
        }

        if (http.HasClientCertificates)
        {
            authenticators.Add(new ClientCertificateAuthenticator(http.Auth.Mtls ?? new MtlsOptions()));
        }

        return authenticators;
    }

    private static string? PathIn(ZotOptions options) =>
        options.Http.Auth.Htpasswd?.Path is { Length: > 0 } path ? path : null;

    private void Follow(ZotOptions options)
    {
        var former = FollowUsers(PathIn(options));
        _current = Authenticators(options.Http);
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
        path is null ? null : new HtpasswdAuthenticator(path, _loggers.CreateLogger<HtpasswdAuthenticator>(), _time);

    [LoggerMessage(1201, LogLevel.Error, "htpasswd file cannot be read, the users of the former one stay: {Path}")]
    private partial void LogKept(Exception cause, string? path);
}
