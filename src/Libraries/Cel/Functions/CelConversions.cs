using System.Globalization;
using System.Text;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The type conversions and <c>size</c>.</summary>
internal static class CelConversions
{
    // 2^63 and 2^64, which a double represents exactly.
    private const double IntLimit = 9223372036854775808.0;
    private const double UIntLimit = 18446744073709551616.0;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static CelLibrary Library { get; } = new()
    {
        { "size", 1, Size },
        { ".size", 0, 0, Size },
        { "int", 1, ToInt },
        { "uint", 1, ToUInt },
        { "double", 1, ToDouble },
        { "string", 1, ToText },
        { "bool", 1, ToBool },
        { "bytes", 1, ToBytes },
        { "timestamp", 1, ToTimestamp },
        { "duration", 1, ToDuration },
        { "type", 1, static (_, arguments) => CelValue.OfType(arguments[0].Kind) },
        { "dyn", 1, static (_, arguments) => arguments[0] },
    };

    private static CelValue? Size(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.String } text => CelValue.Of((long)CelCodePoints.Count(text.Text)),
        { Kind: CelKind.Bytes } bytes => CelValue.Of((long)bytes.Bytes.Length),
        { Kind: CelKind.List } list => CelValue.Of((long)list.Items.Length),
        { Kind: CelKind.Map } map => CelValue.Of((long)map.Map.Count),
        _ => null,
    };

    private static CelValue? ToInt(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Int } value => value,
        { Kind: CelKind.UInt } value =>
            value.Unsigned <= long.MaxValue ? CelValue.Of((long)value.Unsigned) : CelErrors.Overflow,
        { Kind: CelKind.Double } value =>
            value.Real is > -IntLimit and < IntLimit ? CelValue.Of((long)value.Real) : CelErrors.Overflow,
        { Kind: CelKind.Timestamp } value =>
            CelValue.Of(new DateTimeOffset(value.Ticks, TimeSpan.Zero).ToUnixTimeSeconds()),
        { Kind: CelKind.String } value =>
            long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? CelValue.Of(number)
                : NotA("int"),
        _ => null,
    };

    private static CelValue? ToUInt(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.UInt } value => value,
        { Kind: CelKind.Int } value => value.Integer >= 0 ? CelValue.Of((ulong)value.Integer) : CelErrors.Overflow,
        { Kind: CelKind.Double } value =>
            value.Real is >= 0 and < UIntLimit ? CelValue.Of((ulong)value.Real) : CelErrors.Overflow,
        { Kind: CelKind.String } value =>
            ulong.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? CelValue.Of(number)
                : NotA("uint"),
        _ => null,
    };

    private static CelValue? ToDouble(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Double } value => value,
        { Kind: CelKind.Int } value => CelValue.Of((double)value.Integer),
        { Kind: CelKind.UInt } value => CelValue.Of((double)value.Unsigned),
        { Kind: CelKind.String } value =>
            double.TryParse(
                value.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture, out var number)
                ? CelValue.Of(number)
                : NotA("double"),
        _ => null,
    };

    private static CelValue? ToText(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.String } value => value,
        { Kind: CelKind.Bool } value => CelValue.Of(value.IsTrue ? "true" : "false"),
        { Kind: CelKind.Int } value => CelValue.Of(value.Integer.ToString(CultureInfo.InvariantCulture)),
        { Kind: CelKind.UInt } value => CelValue.Of(value.Unsigned.ToString(CultureInfo.InvariantCulture)),
        { Kind: CelKind.Double } value => CelValue.Of(CelText.OfReal(value.Real)),
        { Kind: CelKind.Timestamp } value => CelValue.Of(CelText.OfTimestamp(value.Ticks)),
        { Kind: CelKind.Duration } value => CelValue.Of(CelText.OfDuration(value.Ticks)),
        { Kind: CelKind.Type } value => CelValue.Of(CelKinds.NameOf(value.Type)),
        { Kind: CelKind.Bytes } value =>
            frame.ChargeText(value.Bytes.Length) ? Decode(value.Bytes) : CelErrors.TooCostly,
        _ => null,
    };

    private static CelValue? ToBool(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Bool } value => value,
        { Kind: CelKind.String, Text: "1" or "t" or "T" or "true" or "TRUE" or "True" } => CelValue.Of(true),
        { Kind: CelKind.String, Text: "0" or "f" or "F" or "false" or "FALSE" or "False" } => CelValue.Of(false),
        { Kind: CelKind.String } => NotA("bool"),
        _ => null,
    };

    private static CelValue? ToBytes(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Bytes } value => value,
        { Kind: CelKind.String } value => CelValue.OfBytes(Encoding.UTF8.GetBytes(value.Text)),
        _ => null,
    };

    private static CelValue? ToTimestamp(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Timestamp } value => value,
        { Kind: CelKind.String } value =>
            CelText.TryReadTimestamp(value.Text, out var moment) ? CelValue.Of(moment) : NotA("timestamp"),
        { Kind: CelKind.Int } value =>
            value.Integer >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
            && value.Integer <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? CelValue.Of(DateTimeOffset.FromUnixTimeSeconds(value.Integer))
                : CelErrors.Overflow,
        _ => null,
    };

    private static CelValue? ToDuration(CelFrame frame, CelValue[] arguments) => arguments[0] switch
    {
        { Kind: CelKind.Duration } value => value,
        { Kind: CelKind.String } value =>
            CelText.TryReadDuration(value.Text, out var duration) ? CelValue.Of(duration) : NotA("duration"),
        _ => null,
    };

    private static CelValue Decode(byte[] bytes)
    {
        try
        {
            return CelValue.Of(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return CelValue.Failed("the bytes are not valid UTF-8");
        }
    }

    private static CelValue NotA(string kind) => CelValue.Failed($"the string is not a valid {kind}");
}
