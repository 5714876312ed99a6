using System.Globalization;
using System.Text;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>Prints results as an aligned table, relative to docker-registry as 1.0.</summary>
internal sealed class ResultTable(Results results)
{
    private const string Base = DockerRegistryPeer.PeerName;
    private const string Zot = ZotPeer.PeerName;
    private const string Baseline = ZotPeer.BaselineName;
    private const string Nginx = NginxPeer.PeerName;

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text, "", "docker-registry", "zot", "", "zot", "nginx", "zot/baseline", "goal", "met", "CPU: registry", "zot", "baseline", "nginx", "p99: registry", "zot", "baseline");
        foreach (var row in Rows.All.Where(results.Has))
        {
            AppendRow(text, row);
        }

        text.AppendLine().AppendLine("Cost among many tags, as a multiple of the cost among few:");
        foreach (var (many, few, atMost) in Rows.Growth)
        {
            var zot = Growth(many, few, Zot);
            Append(
                text, many.Name, Ratio(Growth(many, few, Base)), Ratio(zot), "", "", "", "", $"<= {atMost:0.##}x", Met(zot is null ? null : zot <= atMost));
        }

        return text.ToString();
    }

    private void AppendRow(StringBuilder text, Row row)
    {
        var zot = results.Quotient((row, Zot), (row, Base));
        Append(
            text,
            row.Name,
            Figure(Value(row, Base)),
            Figure(Value(row, Zot)),
            row.Unit,
            Ratio(zot),
            Ratio(results.Quotient((row, Nginx), (row, Base))),
            Ratio(results.Quotient((row, Zot), (row, Baseline))),
            Goal(row),
            Met(IsMet(row, zot)),
            Cpu(row, Base),
            Cpu(row, Zot),
            Cpu(row, Baseline),
            Cpu(row, Nginx),
            Milliseconds(row, Base),
            Milliseconds(row, Zot),
            Milliseconds(row, Baseline));
    }

    private bool? IsMet(Row row, double? ratio)
    {
        if (Value(row, Zot) is not { } value)
        {
            return null;
        }

        var asFastAsNginx = !row.AtLeastNginx || results.Quotient((row, Zot), (row, Nginx)) >= 0.95;
        return row.AtMost is { } most ? value <= most : ratio >= row.AtLeast && asFastAsNginx;
    }

    private static string Goal(Row row) => row switch
    {
        { AtMost: { } most } => $"<= {most:0} {row.Unit}",
        { AtLeastNginx: true } => $">= {row.AtLeast:0.0}x, nginx",
        _ => $">= {row.AtLeast:0.#}x",
    };

    private double? Growth(Row many, Row few, string peer) => results.Quotient((few, peer), (many, peer));

    private double? Value(Row row, string peer) => results.Median(row, peer, sample => sample.Value);

    private string Cpu(Row row, string peer) =>
        results.Median(row, peer, sample => sample.Cpu) is { } cpu ? $"{Figure(cpu)} {row.CpuUnit}" : "";

    private string Milliseconds(Row row, string peer) =>
        results.Median(row, peer, sample => sample.MillisecondsAt99) is { } time ? $"{Figure(time)} ms" : "";

    private static string Met(bool? isMet) => isMet switch { true => "yes", false => "no", null => "" };

    private static string Ratio(double? ratio) => ratio is { } number ? $"{Figure(number)}x" : "";

    private static string Figure(double? number) => number switch
    {
        null => "",
        >= 100 => number.Value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => number.Value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => number.Value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static void Append(StringBuilder text, params string[] cells)
    {
        // Negative widths align to the left.
        int[] widths = [-32, 15, 8, -10, 8, 9, 12, 15, 3, 13, 11, 11, 11, 14, 10, 10];
        var line = string.Join("  ", cells.Zip(
            widths, (cell, width) => width < 0 ? cell.PadRight(-width) : cell.PadLeft(width)));
        text.AppendLine(line.TrimEnd());
    }
}
