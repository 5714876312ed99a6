using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Zot.Auth.Sessions;

/// <summary>The secret that a browser sends to resume its session: 256 random bits.</summary>
internal static class SessionTicket
{
    private const int Length = 32;

    private static readonly int TextLength = Base64Url.GetEncodedLength(Length);

    public static byte[] Create() => RandomNumberGenerator.GetBytes(Length);

    public static string Format(byte[] ticket) => Base64Url.EncodeToString(ticket);

    public static bool TryParse(string text, [NotNullWhen(true)] out byte[]? ticket)
    {
        ticket = new byte[Length];
        if (text.Length == TextLength
            && Base64Url.DecodeFromChars(text, ticket, out _, out var length) is OperationStatus.Done
            && length == Length)
        {
            return true;
        }

        ticket = null;
        return false;
    }
}
