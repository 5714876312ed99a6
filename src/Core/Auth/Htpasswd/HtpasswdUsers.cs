using System.Collections.Frozen;
using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>What an htpasswd file says.</summary>
internal sealed class HtpasswdUsers
{
    private readonly FrozenDictionary<string, PasswordHash> _users;

    private HtpasswdUsers(FrozenDictionary<string, PasswordHash> users, IReadOnlyList<string> unusable)
    {
        _users = users;
        Unusable = unusable;
        Decoy = users.Values.Length > 0 ? users.Values[0] : null;
    }

    /// <summary>How many users can log in.</summary>
    public int Count => _users.Count;

    /// <summary>The users who can never log in: their hash is of a kind that is not supported, or malformed.</summary>
    public IReadOnlyList<string> Unusable { get; }

    /// <summary>
    /// A hash to check the password of an unknown user against, so that he waits as long as a known one;
    /// <see langword="null"/> when nobody can log in.
    /// </summary>
    public PasswordHash? Decoy { get; }

    /// <summary>The hash of a user's password; <see langword="null"/> when the user is unknown.</summary>
    public PasswordHash? Find(string name) => _users.GetValueOrDefault(name);

    /// <summary>
    /// Reads <c>user:hash</c> lines. Nothing is trimmed and there are no comments; a line without a colon or without a
    /// name is passed over; of two lines for a user the later wins.
    /// </summary>
    public static HtpasswdUsers Parse(ReadOnlySpan<byte> utf8)
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

        return new HtpasswdUsers(users.ToFrozenDictionary(StringComparer.Ordinal), [.. unusable]);
    }
}
