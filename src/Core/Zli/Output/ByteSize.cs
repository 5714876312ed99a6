using System.Globalization;

namespace Zot.Zli.Output;

/// <summary>Formats sizes in decimal units: <c>1.1kB</c>.</summary>
internal static class ByteSize
{
    private const int Step = 1000;

    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>Returns a size with its unit. Sizes below 10 have one decimal place, unless they are bytes.</summary>
    /// <param name="bytes">The size; a negative one counts as 0.</param>
    /// <param name="gap">The text between number and unit.</param>
    public static string Format(long bytes, string gap = "")
    {
        var unit = 0;
        double value = Math.Max(0, bytes);
        for (; value >= Step; unit++)
        {
            value /= Step;
        }

        value = Math.Floor((value * 10) + 0.5) / 10;
        var format = unit > 0 && value < 10 ? "0.0" : "0";
        return value.ToString(format, CultureInfo.InvariantCulture) + gap + Units[unit];
    }

    /// <summary>Returns the size that a text of a registry contains; 0 if it is not a number.</summary>
    public static string FormatText(string bytes) =>
        Format(long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0);
}
