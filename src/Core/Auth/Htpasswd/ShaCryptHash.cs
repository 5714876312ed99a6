using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zot.Auth.Htpasswd;

/// <summary>SHA-crypt: <c>$5$[rounds=&lt;n&gt;$]&lt;salt&gt;$&lt;hash&gt;</c>, or <c>$6$</c> with SHA-512.</summary>
/// <remarks>Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", version 0.6.</remarks>
internal sealed class ShaCryptHash : PasswordHash
{
    /// <summary>
    /// The maximum length of a password in bytes, as in libxcrypt (CRYPT_MAX_PASSPHRASE_SIZE): the work grows with the
    /// square of the length.
    /// </summary>
    public const int MaxPasswordLength = 512;

    private const string RoundsPrefix = "rounds=";
    private const int DefaultRounds = 5000;
    private const int MinRounds = 1000;
    private const int MaxRounds = 999_999_999;
    private const int MaxSaltLength = 16;

    private readonly ShaCrypt _algorithm;
    private readonly int _rounds;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private ShaCryptHash(string text, ShaCrypt algorithm, int rounds, byte[] salt, byte[] hash)
        : base(text)
    {
        _algorithm = algorithm;
        _rounds = rounds;
        _salt = salt;
        _hash = hash;
    }

    public static ShaCryptHash? Parse(string text, ShaCrypt algorithm)
    {
        var rest = text.AsSpan(3);
        var rounds = DefaultRounds;
        if (rest.StartsWith(RoundsPrefix))
        {
            var end = rest.IndexOf('$');
            if (end < 0 || !long.TryParse(
                rest[RoundsPrefix.Length..end], NumberStyles.None, CultureInfo.InvariantCulture, out var asked))
            {
                return null;
            }

            rounds = (int)Math.Clamp(asked, MinRounds, MaxRounds);
            rest = rest[(end + 1)..];
        }

        var separator = rest.IndexOf('$');
        if (separator < 0 || rest.Length - separator - 1 != algorithm.EncodedLength)
        {
            return null;
        }

        var salt = Encoding.UTF8.GetBytes(rest[..separator].ToString());
        return new ShaCryptHash(
            text,
            algorithm,
            rounds,
            salt.Length > MaxSaltLength ? salt[..MaxSaltLength] : salt,
            Encoding.UTF8.GetBytes(rest[(separator + 1)..].ToString()));
    }

    public override HashKind Kind => ReferenceEquals(_algorithm, ShaCrypt.Sha256) ? HashKind.Sha256 : HashKind.Sha512;

    public override double Work => _rounds;

    public override int SaltLength => _salt.Length;

    public override double Spend(double work, string password)
    {
        var rounds = (int)work;
        if (rounds > 0)
        {
            _algorithm.Spend(Math.Min(Encoding.UTF8.GetByteCount(password), MaxPasswordLength), _salt.Length, rounds);
        }

        return rounds;
    }

    // A password that is too long takes the same time as others.
    public override bool Matches(string password)
    {
        var key = Encoding.UTF8.GetBytes(password);
        var isTooLong = key.Length > MaxPasswordLength;
        var computed = _algorithm.Compute(isTooLong ? key[..MaxPasswordLength] : key, _salt, _rounds);
        return CryptographicOperations.FixedTimeEquals(computed, _hash) && !isTooLong;
    }
}
