using System.Buffers;
using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Parsing;

namespace Zot.Logging;

/// <summary>Formats events as human-readable lines: time, level, message and the remaining fields.</summary>
internal sealed class TerminalLineFormat(bool colours) : ILineFormat
{
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";

    /// <inheritdoc/>
    public void Write(LogEvent logged, IBufferWriter<byte> line)
    {
        var text = new StringBuilder();
        Append(text, Dim, logged.Timestamp.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture));
        text.Append(' ');
        var (name, colour) = Level(logged.Level);
        Append(text, colour, name);
        text.Append(' ');
        var told = AppendMessage(text, logged);
        foreach (var property in logged.Properties)
        {
            if (!LogProperties.IsSource(property.Key)
                && !told.Contains(property.Key)
                && property.Value is ScalarValue scalar)
            {
                text.Append(' ');
                Append(text, Dim, FieldName.Of(property.Key).Text + "=");
                text.Append(Shown(property.Key, scalar));
            }
        }

        if (logged.Exception is { } cause)
        {
            text.Append(": ")
                .Append(logged.Level >= LogEventLevel.Error ? cause.ToString() : LogProperties.Describe(cause));
        }

        Encoding.UTF8.GetBytes(text.Append('\n').ToString(), line);
    }

    private static HashSet<string> AppendMessage(StringBuilder text, LogEvent logged)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var token in logged.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property && logged.Properties.TryGetValue(property.PropertyName, out var value))
            {
                told.Add(property.PropertyName);
                text.Append(Shown(property.PropertyName, value));
            }
            else
            {
                text.Append(token);
            }
        }

        return told;
    }

    private static string Shown(string property, LogEventPropertyValue value) => value switch
    {
        _ when FieldName.Of(property).IsSecret => FieldName.Masked,
        ScalarValue scalar => OneLine(JsonFieldValue.Text(scalar.Value)),
        SequenceValue sequence => string.Join(", ", sequence.Elements.Select(element => Shown(property, element))),
        _ => OneLine(value.ToString(null, CultureInfo.InvariantCulture)),
    };

    /// <summary>Replaces control characters: client input must not move the cursor or forge lines.</summary>
    private static string OneLine(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;

    private static (string Name, string Colour) Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => ("DBG", Dim),
        LogEventLevel.Information => ("INF", "\e[32m"),
        LogEventLevel.Warning => ("WRN", "\e[33m"),
        LogEventLevel.Error => ("ERR", "\e[31m"),
        _ => ("FTL", "\e[1;31m"),
    };

    private void Append(StringBuilder text, string colour, string part)
    {
        if (colours)
        {
            text.Append(colour).Append(part).Append(Reset);
        }
        else
        {
            text.Append(part);
        }
    }
}
