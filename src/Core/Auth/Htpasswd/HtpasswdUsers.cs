using System.Collections.Frozen;
using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>What an htpasswd file says.</summary>
internal sealed class HtpasswdUsers
{
    private readonly FrozenDictionary<string, PasswordHash> _users;

    private readonly FrozenSet<string> _rejected;

    private HtpasswdUsers(FrozenDictionary<string, PasswordHash> users, FrozenSet<string> rejected, IReadOnlyList<string> unusable)
    {
        _users = users;
        _rejected = rejected;
        Unusable = unusable;
        Decoys = new Decoys(users.Values);
    }

    /// <summary>How many users can log in.</summary>
    public int Count => _users.Count;

    /// <summary>The users who can never log in: their hash is of a kind that is not supported, or malformed.</summary>
    public IReadOnlyList<string> Unusable { get; }

    /// <summary>
    /// What is checked for an unknown user, and what a failed check of a cheaper hash costs less: neither tells whether a user
    /// exists.
    /// </summary>
    public Decoys Decoys { get; }

    /// <summary>Indicates whether a user has a bcrypt hash, which FIPS 140 does not allow.</summary>
    public bool IsRejected(string name) => _rejected.Contains(name);

    /// <summary>The hash of a user's password; <see langword="null"/> when the user is unknown.</summary>
    public PasswordHash? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>
    /// Reads <c>user:hash</c> lines. Nothing is trimmed and there are no comments; a line without a colon or without a
    /// name is passed over; of two lines for a user the later wins.
    /// </summary>
    /// <param name="utf8">The file.</param>
    /// <param name="isFips">Whether users with a bcrypt hash are rejected.</param>
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

        var rejected = users.Where(user => isFips && user.Value is BcryptHash).Select(static user => user.Key).ToFrozenSet(StringComparer.Ordinal);
        return new HtpasswdUsers(
            users.Where(user => !rejected.Contains(user.Key)).ToFrozenDictionary(StringComparer.Ordinal), rejected, [.. unusable]);
    }
}
