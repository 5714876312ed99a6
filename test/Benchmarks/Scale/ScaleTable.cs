using System.Globalization;
using System.Text;
using Zot.Benchmarks.Comparison;

namespace Zot.Benchmarks.Scale;

/// <summary>Prints results as an aligned table: each row has two sides, and one as a multiple of the other.</summary>
internal sealed class ScaleTable(ScaleRows rows, Results results)
{
    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "", "measure", "", "judged", "", "", "multiple", "goal", "met", "the rounds' multiples");
        foreach (var row in rows.Lines)
        {
            AppendRow(text, row);
        }

        return text.ToString();
    }

    private void AppendRow(StringBuilder text, ScaleRow row)
    {
        var multiples = results.Quotients((row.Row, row.Side), (row.Row, row.Base));
        if (multiples.Count == 0)
        {
            return; // not measured in this run
        }

        var multiple = Results.Median(multiples);
        Append(
            text,
            row.Row.Name,
            row.Base,
            Figure(results.Median(row.Row, row.Base, static sample => sample.Value)),
            row.Side,
            Figure(results.Median(row.Row, row.Side, static sample => sample.Value)),
            row.Row.Unit,
            $"{Figure(multiple)}x",
            row.AtMost is { } most ? $"<= {most:0.0}x" : "",
            row.AtMost is null ? "" : multiple <= row.AtMost ? "yes" : "no",
            multiples.Count == 1 ? "" : $"{Figure(multiples.Min())} to {Figure(multiples.Max())}");
    }

    private static string Figure(double? number) => number switch
    {
        null => "",
        >= 100 => number.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => number.Value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 0.1 => number.Value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("0.000", CultureInfo.InvariantCulture),
    };

    private static void Append(StringBuilder text, params string[] cells)
    {
        // Negative widths align to the left.
        int[] widths = [-44, -15, 8, -15, 8, -3, 9, 8, 4, -22];
        text.AppendLine(string.Join("  ", cells.Zip(
            widths, (cell, width) => width < 0 ? cell.PadRight(-width) : cell.PadLeft(width))).TrimEnd());
    }
}
