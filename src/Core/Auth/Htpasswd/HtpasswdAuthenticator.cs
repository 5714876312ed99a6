using Microsoft.Extensions.Logging;

namespace Zot.Auth.Htpasswd;

/// <summary>Authenticates the users of an htpasswd file, which is reloaded when it changes.</summary>
/// <remarks>
/// Supports bcrypt, SHA-256-crypt and SHA-512-crypt. The slow check runs once per user and password; later requests
/// cost a keyed hash. A wrong password and an unknown user take the same time.
/// </remarks>
public sealed partial class HtpasswdAuthenticator : IPasswordAuthenticator, IUserDirectory, IDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly bool _isFips;
    private readonly CredentialChecks _checks = new();
    private readonly VerifiedCredentials _verified = new();
    private readonly FileWatch _watch;
    private volatile HtpasswdUsers _users;

    /// <summary>Reads the file and starts watching it.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read the file.</exception>
    /// <param name="path">The file.</param>
    /// <param name="logger">The log.</param>
    /// <param name="time">The clock of the watch.</param>
    /// <param name="isFips">Indicates whether FIPS 140 is enabled: bcrypt is then rejected.</param>
    public HtpasswdAuthenticator(
        string path, ILogger<HtpasswdAuthenticator> logger, TimeProvider time, bool isFips = false)
    {
        _isFips = isFips;
        _path = path;
        _logger = logger;
        var stamp = FileStamp.Of(path);
        _users = Read();
        _watch = new FileWatch(path, stamp, Reload, time);
    }

    /// <inheritdoc/>
    public ValueTask<Identity?> AuthenticateAsync(string name, string password, CancellationToken cancellationToken) =>
        AuthenticateAsync(name, password, client: "", cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Identity?> AuthenticateAsync(
        string name, string password, string client, CancellationToken cancellationToken)
    {
        var users = _users;
        var hash = users.Find(name);
        if (users.IsRejected(name))
        {
            LogRejected();
        }

        if ((hash ?? users.Decoys.For(password)) is not { } checkedHash)
        {
            return ValueTask.FromResult<Identity?>(null);
        }

        var key = CredentialKey.Of(name, password, hash?.Text ?? "");
        return _verified.Find(key) is { } identity
            ? ValueTask.FromResult<Identity?>(identity)
            : CheckAsync(
                name, password, CheckLane.Of(client, hash is null ? null : name),
                new Check(checkedHash, users.Decoys), key, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> KnowsAsync(string name, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_users.Find(name) is not null);

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private async ValueTask<Identity?> CheckAsync(
        string name,
        string password,
        CheckLane lane,
        Check check,
        CredentialKey key,
        CancellationToken cancellationToken)
    {
        // An unknown user never matches, whatever the decoy's password is.
        if (!await _checks.MatchesAsync(
            key, lane, () => check.Matches(password) && lane.User.Length > 0, cancellationToken))
        {
            return null;
        }

        var identity = new Identity(name, []);
        _verified.Add(key, identity);
        return identity;
    }

    private void Reload()
    {
        try
        {
            _users = Read();
            _verified.Clear();
            LogReloaded(_path, _users.Count);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            LogNotReloaded(cause, _path);
        }
    }

    private HtpasswdUsers Read()
    {
        var users = HtpasswdUsers.Parse(File.ReadAllBytes(_path), _isFips);
        if (users.Unusable.Count > 0)
        {
            LogUnusable(_path, users.Unusable);
        }

        if (users.Count == 0)
        {
            LogEmpty(_path);
        }

        return users;
    }

    [LoggerMessage(6005, LogLevel.Error, "htpasswd bcrypt failed since fips140 is enabled")]
    private partial void LogRejected();

    [LoggerMessage(6001, LogLevel.Information, "htpasswd file reloaded: {Path}, {Users} users")]
    private partial void LogReloaded(string path, int users);

    [LoggerMessage(6002, LogLevel.Error, "failed to reload htpasswd file, keeping the current users: {Path}")]
    private partial void LogNotReloaded(Exception cause, string path);

    [LoggerMessage(6003, LogLevel.Warning,
        "htpasswd users with unsupported or malformed hash rejected: {Path}, {Users}")]
    private partial void LogUnusable(string path, IReadOnlyList<string> users);

    [LoggerMessage(6004, LogLevel.Warning, "htpasswd file has no user who can log in: {Path}")]
    private partial void LogEmpty(string path);

    // A failure takes the same time for every user, known or unknown: that of the most expensive hash.
    private readonly record struct Check(PasswordHash Hash, Decoys Decoys)
    {
        public bool Matches(string password)
        {
            if (Hash.Matches(password))
            {
                return true;
            }

            Decoys.Complete(Hash, password);
            return false;
        }
    }
}
