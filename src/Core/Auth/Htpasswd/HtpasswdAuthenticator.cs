using Microsoft.Extensions.Logging;

namespace Zot.Auth.Htpasswd;

/// <summary>Knows the users of an htpasswd file, which is read again when it changes.</summary>
/// <remarks>
/// Hashes: bcrypt, SHA-256-crypt and SHA-512-crypt. The slow check is made once for each user and password; after that a
/// request costs a keyed hash. A wrong password and an unknown user take equally long.
/// </remarks>
public sealed partial class HtpasswdAuthenticator : IPasswordAuthenticator, IDisposable
{
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly bool _isFips;
    private readonly CredentialChecks _checks = new();
    private readonly VerifiedCredentials _verified = new();
    private readonly FileWatch _watch;
    private volatile HtpasswdUsers _users;

    /// <summary>Reads the file and keeps watching it.</summary>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read the file.</exception>
    /// <param name="path">The file.</param>
    /// <param name="logger">The log.</param>
    /// <param name="time">The clock of the watch.</param>
    /// <param name="isFips">Whether FIPS 140 is on: then bcrypt is rejected.</param>
    public HtpasswdAuthenticator(string path, ILogger<HtpasswdAuthenticator> logger, TimeProvider time, bool isFips = false)
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
    public ValueTask<Identity?> AuthenticateAsync(string name, string password, string client, CancellationToken cancellationToken)
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
                name, password, CheckLane.Of(client, hash is null ? null : name), new Check(checkedHash, users.Decoys), key, cancellationToken);
    }

    /// <summary>Whether there is a user of that name.</summary>
    public bool Knows(string name) => _users.Find(name) is not null;

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private async ValueTask<Identity?> CheckAsync(
        string name, string password, CheckLane lane, Check check, CredentialKey key, CancellationToken cancellationToken)
    {
        if (!await _checks.MatchesAsync(key, lane, () => check.Matches(password), cancellationToken) || lane.User.Length == 0)
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

    [LoggerMessage(6002, LogLevel.Error, "htpasswd file not reloaded, the users known so far stay: {Path}")]
    private partial void LogNotReloaded(Exception cause, string path);

    [LoggerMessage(6003, LogLevel.Warning, "htpasswd file has users who cannot log in, their hash is not supported: {Path}, {Users}")]
    private partial void LogUnusable(string path, IReadOnlyList<string> users);

    [LoggerMessage(6004, LogLevel.Warning, "htpasswd file has no user who can log in: {Path}")]
    private partial void LogEmpty(string path);

    // A failure takes as long for each user, and for an unknown one: as long as the hash with the highest cost.
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
