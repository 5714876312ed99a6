namespace Zot.Auth.Htpasswd;

/// <summary>The algorithm of a <see cref="PasswordHash"/>.</summary>
internal enum HashKind
{
    /// <summary>bcrypt, <c>$2b$</c>.</summary>
    Bcrypt,

    /// <summary>SHA-256-crypt, <c>$5$</c>.</summary>
    Sha256,

    /// <summary>SHA-512-crypt, <c>$6$</c>.</summary>
    Sha512,
}
