using System.Collections.Frozen;
using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>The users of an htpasswd file.</summary>
internal sealed class HtpasswdUsers
{
    private readonly FrozenDictionary<string, PasswordHash> _users;

    private readonly FrozenSet<string> _rejected;

    private HtpasswdUsers(
        FrozenDictionary<string, PasswordHash> users, FrozenSet<string> rejected, IReadOnlyList<string> unusable)
    {
        _users = users;
        _rejected = rejected;
        Unusable = unusable;
        Decoys = new Decoys(users.Values);
    }

    /// <summary>The number of users who can log in.</summary>
    public int Count => _users.Count;

    /// <summary>The users who cannot log in because their hash is unsupported or malformed.</summary>
    public IReadOnlyList<string> Unusable { get; }

    /// <summary>
    /// Equalizes the time of checks for unknown users and for cheaper hashes, so that the time does not reveal whether
    /// a user exists.
    /// </summary>
    public Decoys Decoys { get; }

    /// <summary>Returns whether a user is rejected because of a bcrypt hash, which FIPS 140 does not allow.</summary>
    public bool IsRejected(string name) => _rejected.Contains(name);

    /// <summary>Finds the password hash of a user; <see langword="null"/> if the user is unknown.</summary>
    public PasswordHash? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>
    /// Parses <c>user:hash</c> lines. Nothing is trimmed and comments are not supported; lines without a colon or
    /// without a name are skipped; of several lines for a user, the last wins.
    /// </summary>
    /// <param name="utf8">The file.</param>
    /// <param name="isFips">Indicates whether users with a bcrypt hash are rejected.</param>
    public static HtpasswdUsers Parse(ReadOnlySpan<byte> utf8, bool isFips = false)
    {
        var users = new Dictionary<string, PasswordHash>(StringComparer.Ordinal);
        var unusable = new SortedSet<string>(StringComparer.Ordinal);
        var text = utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            line = line is [.. var withoutReturn, (byte)'\r'] ? withoutReturn : line;
            var colon = line.IndexOf((byte)':');
            if (colon < 1)
            {
                continue;
            }

            var name = Encoding.UTF8.GetString(line[..colon]);
            users.Remove(name);
            unusable.Remove(name);
            if (PasswordHash.Parse(Encoding.UTF8.GetString(line[(colon + 1)..])) is { } hash)
            {
                users.Add(name, hash);
            }
            else
            {
                unusable.Add(name);
            }
        }

        var rejected = users.Where(user => isFips && user.Value is BcryptHash)
            .Select(static user => user.Key)
            .ToFrozenSet(StringComparer.Ordinal);
        return new HtpasswdUsers(
            users.Where(user => !rejected.Contains(user.Key)).ToFrozenDictionary(StringComparer.Ordinal),
            rejected,
            [.. unusable]);
    }
}
