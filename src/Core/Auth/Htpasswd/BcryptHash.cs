using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;

namespace Zot.Auth.Htpasswd;

/// <summary>bcrypt: <c>$2b$&lt;cost&gt;$&lt;22 characters of salt&gt;&lt;31 characters of hash&gt;</c>.</summary>
internal sealed class BcryptHash : PasswordHash
{
    private const int TextLength = 60;
    private const int SaltStart = 7;
    private const int HashStart = 29;
    private const int HashLength = 23;
    private const int SaltBytes = 16;
    private const int MaxPasswordLength = 72;
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The minimum cost of bcrypt.</summary>
    public const int MinCost = 4;

    private readonly int _cost;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private BcryptHash(string text, int cost, byte[] salt, byte[] hash)
        : base(text)
    {
        _cost = cost;
        _salt = salt;
        _hash = hash;
    }

    public static new BcryptHash? Parse(string text)
    {
        if (text.Length != TextLength || text[SaltStart - 1] != '$'
            || !int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var cost)
            || cost is < MinCost or > 31)
        {
            return null;
        }

        return Decode(text.AsSpan(SaltStart, HashStart - SaltStart)) is { } salt
            && Decode(text.AsSpan(HashStart)) is { } hash
            ? new BcryptHash(text, cost, salt, hash)
            : null;
    }

    public override HashKind Kind => HashKind.Bcrypt;

    public override double Work => Math.Pow(2, _cost);

    // The salt of bcrypt has a fixed length, so it does not distinguish hashes.
    public override int SaltLength => 0;

    /// <summary>Performs the work of a check with the given cost.</summary>
    public static void SpendRounds(int cost) => BCrypt.Generate([0], new byte[SaltBytes], cost, addTerminator: false);

    // The work of each cost is a power of two, so the difference between two costs is a sum of such powers.
    public override double Spend(double work, string password)
    {
        var spent = 0.0;
        for (var power = _cost; power >= MinCost; power--)
        {
            var step = Math.Pow(2, power);
            if (work - spent >= step)
            {
                SpendRounds(power);
                spent += step;
            }
        }

        return spent;
    }

    public override bool Matches(string password)
    {
        // The key is the password with its terminating NUL; bcrypt uses only the first 72 bytes.
        var utf8 = Encoding.UTF8.GetBytes(password + '\0');
        var key = utf8.Length > MaxPasswordLength ? utf8[..MaxPasswordLength] : utf8;
        var computed = BCrypt.Generate(key, _salt, _cost, addTerminator: false);
        return CryptographicOperations.FixedTimeEquals(computed.AsSpan(0, HashLength), _hash);
    }

    /// <summary>Decodes bcrypt's base 64: its own alphabet, most significant bits first, no padding.</summary>
    private static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 6 / 8];
        var (bits, count, next) = (0, 0, 0);
        foreach (var character in text)
        {
            var value = Alphabet.IndexOf(character);
            if (value < 0)
            {
                return null;
            }

            (bits, count) = ((bits << 6) | value, count + 6);
            if (count >= 8 && next < bytes.Length)
            {
                count -= 8;
                bytes[next++] = (byte)(bits >> count);
            }
        }

        return bytes;
    }
}
