using System.Globalization;
using Zot.Configuration.Tree;
using Zot.Configuration.Values;
using Zot.Go;

namespace Zot.Configuration.Binding;

/// <summary>
/// The kinds of values. Each is as lenient as in zot: <c>"true"</c>, <c>1</c> and <c>true</c> are the same.
/// </summary>
internal static class Kinds
{
    public static readonly Kind<string> Text = new(
        "must be a string", ["string"], TryText, static value => new ConfigScalar(value));

    public static readonly Kind<bool> Flag = new(
        "must be true or false", ["boolean"], TryFlag, ConfigScalar.Of);

    public static readonly Kind<int> Number = new(
        "must be a whole number", ["integer"], TryNumber, static value => ConfigScalar.Of(value));

    public static readonly Kind<double> Real = new(
        "must be a number", ["number"], TryReal, ConfigScalar.Of);

    public static readonly Kind<TimeSpan> Duration = new(
        "must be a duration such as 90s or 1h30m", ["string"], TryDuration, ConfigScalar.Of);

    public static readonly Kind<TimeSpan> DurationWithUnit = new(
        "must be a duration with its unit, such as 90s or 1h30m", ["string"], TryDurationWithUnit, ConfigScalar.Of);

    public static readonly Kind<long> Size = new(
        "must be a number of bytes", ["integer"],
        static (ConfigScalar scalar, out long value) =>
            long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        ConfigScalar.Of);

    public static readonly Kind<int> Port = new(
        "must be a port from 0 to 65535", ["string", "integer"], TryPort, static value => new ConfigScalar($"{value}"));

    public static readonly Kind<GcTimeWindow> Window = new(
        "must be two different times of day, HH:MM-HH:MM", ["string"],
        static (ConfigScalar scalar, out GcTimeWindow window) => GcTimeWindow.TryParse(scalar.Text, out window),
        static value => new ConfigScalar(value.ToString()));

    private static bool TryText(ConfigScalar scalar, out string value)
    {
        value = scalar.Kind switch
        {
            ConfigScalarKind.Flag => scalar.Text == "true" ? "1" : "0",
            ConfigScalarKind.Number when scalar.Text.AsSpan().ContainsAny(".eE") && TryReal(scalar, out var number) =>
                $"{number}",
            _ => scalar.Text,
        };
        return true;
    }

    // As in Go's ParseBool; in addition, an empty string is false, and any number except 0 is true.
    private static bool TryFlag(ConfigScalar scalar, out bool value)
    {
        value = scalar.Text is "1" or "t" or "T" or "true" or "TRUE" or "True";
        if (value || scalar.Text is "" or "0" or "f" or "F" or "false" or "FALSE" or "False")
        {
            return true;
        }

        value = scalar.Kind == ConfigScalarKind.Number && TryReal(scalar, out var number) && number != 0;
        return scalar.Kind == ConfigScalarKind.Number;
    }

    private static bool TryNumber(ConfigScalar scalar, out int value)
    {
        value = scalar.Text == "true" ? 1 : 0;
        if (scalar.Kind == ConfigScalarKind.Flag || scalar.Text.Length == 0)
        {
            return true;
        }

        if (scalar.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return int.TryParse(
                scalar.Text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        }

        if (int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        // 1e3 and 5000.0 are also numbers in JSON; the fraction is truncated.
        var isNumber =
            scalar.Kind == ConfigScalarKind.Number && TryReal(scalar, out var real) && Math.Abs(real) <= int.MaxValue;
        value = isNumber ? (int)double.Parse(scalar.Text, CultureInfo.InvariantCulture) : 0;
        return isNumber;
    }

    private static bool TryReal(ConfigScalar scalar, out double value)
    {
        value = 0;
        return scalar.Text.Length == 0
            || (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                && double.IsFinite(value));
    }

    private static bool TryDuration(ConfigScalar scalar, out TimeSpan value)
    {
        // A number in a file may have a fraction or an exponent; a fraction of a nanosecond is negligible.
        var text = scalar.Kind == ConfigScalarKind.Number
            && TryReal(scalar, out var number)
            && Math.Abs(number) < long.MaxValue
            ? $"{(long)number}"
            : scalar.Text;
        return GoDuration.TryParse(text, out value);
    }

    private static bool TryDurationWithUnit(ConfigScalar scalar, out TimeSpan value) =>
        TryDuration(scalar, out value) && (value == TimeSpan.Zero || char.IsLetter(scalar.Text[^1]));

    private static bool TryPort(ConfigScalar scalar, out int value) =>
        TryNumber(scalar, out value) && value is >= 0 and <= 65535;
}
