namespace Zot.Auth.Htpasswd;

/// <summary>A password hash of an htpasswd file: the text after the first colon of a line.</summary>
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

    /// <summary>Returns whether this is the hash of <paramref name="password"/>. Slow by design.</summary>
    public abstract bool Matches(string password);

    /// <summary>Performs the given amount of work with this algorithm.</summary>
    /// <param name="work">The work, as in <see cref="Work"/>.</param>
    /// <param name="password">The password.</param>
    /// <returns>The work performed, which falls short of the requested work by less than the smallest step.</returns>
    public abstract double Spend(double work, string password);

    /// <summary>
    /// Parses bcrypt (<c>$2a$ $2b$ $2y$</c>), SHA-256-crypt (<c>$5$</c>) and SHA-512-crypt (<c>$6$</c>).
    /// </summary>
    /// <returns>The hash; <see langword="null"/> if it is unsupported or malformed.</returns>
    public static PasswordHash? Parse(string text) => text switch
    {
        ['$', '2', 'a' or 'b' or 'y', '$', ..] => BcryptHash.Parse(text),
        ['$', '5', '$', ..] => ShaCryptHash.Parse(text, ShaCrypt.Sha256),
        ['$', '6', '$', ..] => ShaCryptHash.Parse(text, ShaCrypt.Sha512),
        _ => null,
    };
}
