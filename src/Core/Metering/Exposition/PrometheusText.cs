using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Zot.Metering.Collecting;

namespace Zot.Metering.Exposition;

/// <summary>Writes metrics in the Prometheus format.</summary>
/// <remarks>The text-based format, version 0.0.4.</remarks>
public static class PrometheusText
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private const string Infinity = "+Inf";

    /// <summary>Writes all families, each with its help text and type.</summary>
    public static async Task WriteAsync(
        PipeWriter output, IReadOnlyList<MetricFamily> families, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(families);
        ArgumentNullException.ThrowIfNull(output);
        foreach (var family in families)
        {
            Write(output, family);
            await output.FlushAsync(cancellationToken);
        }
    }

    /// <summary>Writes one family.</summary>
    internal static void Write(IBufferWriter<byte> output, MetricFamily family)
    {
        var name = PrometheusName.Of(family);
        var labels = family.LabelNames.Select(PrometheusName.OfLabel).ToArray();
        var text = new StringBuilder();
        if (family.Help.Length > 0)
        {
            text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(family.Help)).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(' ').Append(TypeOf(family.Kind)).Append('\n');
        foreach (var sample in family.Samples)
        {
            Append(text, name, labels, family, sample);
            Encoding.UTF8.GetBytes(text.ToString(), output);
            text.Clear();
        }
    }

    /// <summary>Formats a value with the shortest digits that round-trip.</summary>
    internal static string Format(double value) => value switch
    {
        double.PositiveInfinity => Infinity,
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static void Append(
        StringBuilder text, string name, string[] labels, MetricFamily family, MetricSample sample)
    {
        if (family.Kind is MetricKind.Counter or MetricKind.Gauge)
        {
            Line(text, name, "", labels, sample.LabelValues).Append(Format(sample.Value)).Append('\n');
            return;
        }

        for (var i = 0; i < sample.Buckets.Count; i++)
        {
            var bound = i < family.Bounds.Count ? Format(family.Bounds[i]) : Infinity;
            Line(text, name, "_bucket", labels, sample.LabelValues, bound).Append(sample.Buckets[i]).Append('\n');
        }

        Line(text, name, "_sum", labels, sample.LabelValues).Append(Format(sample.Value)).Append('\n');
        Line(text, name, "_count", labels, sample.LabelValues).Append(sample.Count).Append('\n');
    }

    private static StringBuilder Line(
        StringBuilder text,
        string name,
        string suffix,
        string[] labels,
        IReadOnlyList<string> values,
        string? bound = null)
    {
        text.Append(name).Append(suffix);
        var separator = '{';
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(separator).Append(labels[i]).Append("=\"").Append(EscapeLabel(values[i])).Append('"');
            separator = ',';
        }

        if (bound is not null)
        {
            text.Append(separator).Append("le=\"").Append(bound).Append('"');
            separator = ',';
        }

        return text.Append(separator == ',' ? "} " : " ");
    }

    private static string TypeOf(MetricKind kind) => kind switch
    {
        MetricKind.Counter => "counter",
        MetricKind.Gauge => "gauge",
        MetricKind.Summary => "summary",
        _ => "histogram",
    };

    private static string EscapeHelp(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string value) =>
        value.AsSpan().IndexOfAny('\\', '\n', '"') < 0 ? value : EscapeHelp(value)
            .Replace("\"", "\\\"", StringComparison.Ordinal);
}
