using System.Security.Cryptography;

namespace Zot.Auth.Htpasswd;

/// <summary>The SHA-crypt algorithm with SHA-256 or SHA-512.</summary>
/// <remarks>
/// Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", version 0.6; the numbers in comments are its steps.
/// </remarks>
internal sealed class ShaCrypt
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly HashAlgorithmName _name;
    private readonly int _length;
    private readonly byte[] _order;

    private ShaCrypt(HashAlgorithmName name, int length, byte[] order)
    {
        _name = name;
        _length = length;
        _order = order;
    }

    /// <summary>SHA-256-crypt, <c>$5$</c>.</summary>
    public static ShaCrypt Sha256 { get; } = new(
        HashAlgorithmName.SHA256,
        SHA256.HashSizeInBytes,
        [
            0, 10, 20, 21, 1, 11, 12, 22, 2, 3, 13, 23, 24, 4, 14, 15, 25, 5, 6, 16, 26, 27, 7, 17, 18, 28, 8, 9, 19,
            29, 31, 30,
        ]);

    /// <summary>SHA-512-crypt, <c>$6$</c>.</summary>
    public static ShaCrypt Sha512 { get; } = new(
        HashAlgorithmName.SHA512,
        SHA512.HashSizeInBytes,
        [
            0, 21, 42, 22, 43, 1, 44, 2, 23, 3, 24, 45, 25, 46, 4, 47, 5, 26, 6, 27, 48, 28, 49, 7, 50, 8, 29, 9, 30,
            51, 31,
            52, 10, 53, 11, 32, 12, 33, 54, 34, 55, 13, 56, 14, 35, 15, 36, 57, 37, 58, 16, 59, 17, 38, 18, 39, 60,
            40, 61,
            19, 62, 20, 41, 63,
        ]);

    /// <summary>The number of characters of an encoded hash.</summary>
    public int EncodedLength => ((_length * 8) + 5) / 6;

    /// <summary>Hashes a password.</summary>
    /// <returns>The encoded hash, in ASCII.</returns>
    public byte[] Compute(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int rounds)
    {
        using var hash = IncrementalHash.CreateHash(_name);

        // 4-8. B
        hash.AppendData(password);
        hash.AppendData(salt);
        hash.AppendData(password);
        var b = hash.GetHashAndReset();

        // 1-3, 9-12. A
        hash.AppendData(password);
        hash.AppendData(salt);
        AppendRepeated(hash, b, password.Length);
        for (var bits = password.Length; bits > 0; bits >>= 1)
        {
            hash.AppendData((bits & 1) == 1 ? b : password);
        }

        var a = hash.GetHashAndReset();

        // 13-16. DP, and P: as long as the password
        for (var i = 0; i < password.Length; i++)
        {
            hash.AppendData(password);
        }

        var p = Stretched(hash.GetHashAndReset(), password.Length);

        // 17-20. DS, and S: as long as the salt
        for (var i = 0; i < 16 + a[0]; i++)
        {
            hash.AppendData(salt);
        }

        var s = Stretched(hash.GetHashAndReset(), salt.Length);

        // 21. The rounds, slow by design
        RunRounds(hash, a, p, s, rounds);
        return Encode(a);
    }

    /// <summary>Performs the work of rounds for a password and a salt of the given lengths.</summary>
    public void Spend(int passwordLength, int saltLength, int rounds)
    {
        using var hash = IncrementalHash.CreateHash(_name);
        RunRounds(hash, new byte[_length], new byte[passwordLength], new byte[saltLength], rounds);
    }

    private static void RunRounds(
        IncrementalHash hash, byte[] a, ReadOnlySpan<byte> p, ReadOnlySpan<byte> s, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var odd = (round & 1) == 1;
            hash.AppendData(odd ? p : a);
            if (round % 3 != 0)
            {
                hash.AppendData(s);
            }

            if (round % 7 != 0)
            {
                hash.AppendData(p);
            }

            hash.AppendData(odd ? a : p);
            hash.GetHashAndReset(a);
        }
    }

    private static void AppendRepeated(IncrementalHash hash, ReadOnlySpan<byte> block, int length)
    {
        for (; length > block.Length; length -= block.Length)
        {
            hash.AppendData(block);
        }

        hash.AppendData(block[..length]);
    }

    private static byte[] Stretched(byte[] block, int length)
    {
        var stretched = new byte[length];
        for (var i = 0; i < length; i++)
        {
            stretched[i] = block[i % block.Length];
        }

        return stretched;
    }

    /// <summary>
    /// Step 22: encodes three bytes, in specification order, as four characters, least significant bits first.
    /// </summary>
    private byte[] Encode(byte[] hash)
    {
        var text = new byte[EncodedLength];
        var written = 0;
        for (var i = 0; i < _order.Length; i += 3)
        {
            var left = _order.Length - i;
            var bits = left switch
            {
                1 => hash[_order[i]],
                2 => (hash[_order[i]] << 8) | hash[_order[i + 1]],
                _ => (hash[_order[i]] << 16) | (hash[_order[i + 1]] << 8) | hash[_order[i + 2]],
            };
            for (var count = Math.Min(left, 3) + 1; count > 0; count--, bits >>= 6)
            {
                text[written++] = (byte)Alphabet[bits & 0x3f];
            }
        }

        return text;
    }
}
