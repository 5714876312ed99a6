namespace Zot.Auth.Htpasswd;

/// <summary>A hash of a password, as it stands in an htpasswd file after the first colon.</summary>
internal abstract class PasswordHash(string text)
{
    /// <summary>The hash as written.</summary>
    public string Text { get; } = text;

    /// <summary>The algorithm.</summary>
    public abstract HashKind Kind { get; }

    /// <summary>The work of a check: its number of rounds.</summary>
    public abstract double Work { get; }

    /// <summary>The length of the salt in bytes.</summary>
    public abstract int SaltLength { get; }

    /// <summary>Whether this is the hash of <paramref name="password"/>. Slow on purpose.</summary>
    public abstract bool Matches(string password);

    /// <summary>Does so much work as a check of this password would.</summary>
    /// <param name="work">The work, as in <see cref="Work"/>.</param>
    /// <param name="password">The password.</param>
    /// <returns>The work that was done: less than asked for by less than the smallest step.</returns>
    public abstract double Spend(double work, string password);

    /// <summary>Reads bcrypt (<c>$2a$ $2b$ $2y$</c>), SHA-256-crypt (<c>$5$</c>) and SHA-512-crypt (<c>$6$</c>).</summary>
    /// <returns>The hash; <see langword="null"/> when it is of another kind, or malformed.</returns>
    public static PasswordHash? Parse(string text) => text switch
    {
        ['$', '2', 'a' or 'b' or 'y', '$', ..] => BcryptHash.Parse(text),
        ['$', '5', '$', ..] => ShaCryptHash.Parse(text, ShaCrypt.Sha256),
        ['$', '6', '$', ..] => ShaCryptHash.Parse(text, ShaCrypt.Sha512),
        _ => null,
    };
}
