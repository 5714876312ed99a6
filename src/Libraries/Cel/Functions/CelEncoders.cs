using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The Base64 functions (RFC 4648, section 4).</summary>
internal static class CelEncoders
{
    public static CelLibrary Library { get; } = new()
    {
        { "base64.encode", 1, Encode },
        { "base64.decode", 1, Decode },
    };

    private static CelValue? Encode(CelFrame frame, CelValue[] arguments) =>
        arguments is not [{ Kind: CelKind.Bytes } bytes] ? null
        : frame.ChargeText(bytes.Bytes.Length * 2L) ? CelValue.Of(Convert.ToBase64String(bytes.Bytes))
        : CelErrors.TooCostly;

    // Accepts input with or without padding.
    private static CelValue? Decode(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } text])
        {
            return null;
        }

        var padded = text.Text.Length % 4 == 0 ? text.Text : text.Text.TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length / 4 * 3];
        return !padded.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(padded, bytes, out var length)
            ? CelValue.OfBytes(bytes[..length])
            : CelValue.Failed("the string is not valid base64");
    }
}
