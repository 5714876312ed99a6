namespace Zot.Auth.Htpasswd;

/// <summary>A hash of a password, as it stands in an htpasswd file after the first colon.</summary>
internal abstract class PasswordHash(string text)
{
    /// <summary>The hash as written.</summary>
    public string Text { get; } = text;

    /// <summary>The cost of a check, in units of one round of SHA-512-crypt.</summary>
    public abstract double Cost { get; }

    /// <summary>Whether this is the hash of <paramref name="password"/>. Slow on purpose.</summary>
    public abstract bool Matches(string password);

    /// <summary>Spends the time that checks of a cost take.</summary>
    /// <param name="cost">The cost, as in <see cref="Cost"/>.</param>
    /// <returns>The cost that was spent: less than asked for by less than the smallest step.</returns>
    public abstract double Spend(double cost);

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
