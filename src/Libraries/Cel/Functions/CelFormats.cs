using System.Globalization;
using System.Text;
using Zot.Cel.Binding;
using Zot.Cel.Values;

namespace Zot.Cel.Functions;

/// <summary>The function <c>format</c>, which replaces the placeholders of a string.</summary>
internal static class CelFormats
{
    // Close to the maximum number of fractional digits of a double.
    private const int MaxPrecision = 1_000;

    public static CelLibrary Library { get; } = new() { { ".format", 1, 1, Format } };

    private static CelValue? Format(CelFrame frame, CelValue[] arguments)
    {
        if (arguments is not [{ Kind: CelKind.String } template, { Kind: CelKind.List } values])
        {
            return null;
        }

        var result = new StringBuilder();
        var text = template.Text;
        var next = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var isEscaped = text.AsSpan(at).StartsWith("%%", StringComparison.Ordinal);
            if (isEscaped || text[at] != '%')
            {
                result.Append(text[at]);
                at += isEscaped ? 1 : 0;
                continue;
            }

            var precision = ReadPrecision(text, ref at);
            if (at + 1 >= text.Length || precision > MaxPrecision || next >= values.Items.Length)
            {
                return CelValue.Failed("the format string has an invalid placeholder or one without a value");
            }

            var written = Write(frame, text[++at], precision, values.Items[next++]);
            if (written.IsError)
            {
                return written;
            }

            if (!frame.ChargeText(written.Text.Length))
            {
                return CelErrors.TooCostly;
            }

            result.Append(written.Text);
        }

        return CelValue.Of(result.ToString());
    }

    private static int ReadPrecision(string text, ref int at)
    {
        const int Usual = 6;
        if (at + 1 >= text.Length || text[at + 1] != '.')
        {
            return Usual;
        }

        var start = at + 2;
        at = start;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        var digits = text.AsSpan(start, at-- - start);
        return digits.IsEmpty ? Usual
            : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var precision) ? precision
            : int.MaxValue;
    }

    private static CelValue Write(CelFrame frame, char verb, int precision, CelValue value) => (verb, value.Kind) switch
    {
        ('s', _) => CelFormatText.Write(frame, value),
        ('d', CelKind.Int) => CelValue.Of(value.Integer.ToString(CultureInfo.InvariantCulture)),
        ('d', CelKind.UInt) => CelValue.Of(value.Unsigned.ToString(CultureInfo.InvariantCulture)),
        ('d' or 'f' or 'e', CelKind.Double) when !double.IsFinite(value.Real) =>
            CelValue.Of(double.IsNaN(value.Real) ? "NaN" : value.Real > 0 ? "Infinity" : "-Infinity"),
        ('f', CelKind.Double) => CelValue.Of(value.Real.ToString($"F{precision}", CultureInfo.InvariantCulture)),
        ('e', CelKind.Double) =>
            CelValue.Of(value.Real.ToString($"0.{new string('0', precision)}e+00", CultureInfo.InvariantCulture)),
        ('b', CelKind.Bool) => CelValue.Of(value.IsTrue ? "1" : "0"),
        ('b', CelKind.Int) => Whole(value, static number => number.ToString("b", CultureInfo.InvariantCulture)),
        ('b', CelKind.UInt) => CelValue.Of(value.Unsigned.ToString("b", CultureInfo.InvariantCulture)),
        ('o', CelKind.Int) => Whole(value, Octal),
        ('o', CelKind.UInt) => CelValue.Of(Octal(value.Unsigned)),
        ('x' or 'X', CelKind.Int) =>
            Whole(value, number => number.ToString(verb.ToString(), CultureInfo.InvariantCulture)),
        ('x' or 'X', CelKind.UInt) =>
            CelValue.Of(value.Unsigned.ToString(verb.ToString(), CultureInfo.InvariantCulture)),
        ('x' or 'X', CelKind.String) => Hex(frame, verb, Encoding.UTF8.GetBytes(value.Text)),
        ('x' or 'X', CelKind.Bytes) => Hex(frame, verb, value.Bytes),
        _ => CelErrors.NoOverload($"%{verb}", value),
    };

    private static CelValue Whole(CelValue value, Func<ulong, string> write) => CelValue.Of(value.Integer < 0
        ? $"-{write(unchecked((ulong)-value.Integer))}"
        : write((ulong)value.Integer));

    private static CelValue Hex(CelFrame frame, char verb, byte[] bytes) => !frame.ChargeText(bytes.Length * 2L)
        ? CelErrors.TooCostly
        : CelValue.Of(verb == 'x' ? Convert.ToHexStringLower(bytes) : Convert.ToHexString(bytes));

    private static string Octal(ulong value)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (char)('0' + (int)(value & 7)));
            value >>= 3;
        }
        while (value > 0);

        return digits.ToString();
    }
}
