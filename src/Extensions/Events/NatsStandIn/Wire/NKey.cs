#if EXT_EVENTS
using Zot.Auth;

namespace NATS.Client.Core.Wire;

/// <summary>
/// The seed of a user's key, as text: base 32 (RFC 4648) of two bytes for what it is, the 32 bytes of the seed, and their CRC-16,
/// low byte first.
/// </summary>
internal static class NKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    // "SU": five bits say seed, the next eight user.
    private const int SeedPrefix = 18 << 3;
    private const int UserPrefix = 20 << 3;
    private const int Length = 2 + Ed25519Key.SeedLength + 2;

    /// <summary>Reads a seed.</summary>
    /// <exception cref="NatsException">It is none of a user's. The message does not show it.</exception>
    public static Ed25519Key ParseSeed(string text)
    {
        var bytes = Decode(text);
        if (bytes is not { Length: Length }
            || (bytes[0] & 0xF8) != SeedPrefix
            || (((bytes[0] & 7) << 5) | ((bytes[1] & 0xF8) >> 3)) != UserPrefix
            || Crc16(bytes.AsSpan(..^2)) != (bytes[^2] | (bytes[^1] << 8)))
        {
            throw new NatsException("the seed is not that of a user's key");
        }

        return new Ed25519Key(bytes.AsSpan(2, Ed25519Key.SeedLength));
    }

    private static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var (bits, count, length) = (0, 0, 0);
        foreach (var letter in text)
        {
            var value = Alphabet.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            bits = ((bits << 5) | value) & 0xFFF;
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                bytes[length++] = (byte)(bits >> count);
            }
        }

        return bytes;
    }

    // CRC-16/XMODEM: polynomial 0x1021, from zero.
    private static int Crc16(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1;
            }
        }

        return crc & 0xFFFF;
    }
}
#endif
