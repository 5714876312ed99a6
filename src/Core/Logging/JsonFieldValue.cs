using System.Globalization;
using System.Text.Json;
using Serilog.Events;

namespace Zot.Logging;

/// <summary>Writes field values as JSON.</summary>
internal static class JsonFieldValue
{
    /// <summary>Writes a value; scalars of a secret are replaced by <see cref="FieldName.Masked"/>.</summary>
    public static void Write(Utf8JsonWriter json, LogEventPropertyValue value, bool isSecret)
    {
        switch (value)
        {
            case SequenceValue sequence:
                json.WriteStartArray();
                foreach (var element in sequence.Elements)
                {
                    Write(json, element, isSecret);
                }

                json.WriteEndArray();
                break;
            case DictionaryValue dictionary:
                json.WriteStartObject();
                foreach (var (key, element) in dictionary.Elements)
                {
                    var name = Text(key.Value);
                    json.WritePropertyName(name);
                    Write(json, element, isSecret || FieldName.NamesSecret(name));
                }

                json.WriteEndObject();
                break;
            case StructureValue structure:
                json.WriteStartObject();
                foreach (var property in structure.Properties)
                {
                    var name = FieldName.Of(property.Name);
                    json.WritePropertyName(name.Json);
                    Write(json, property.Value, isSecret || name.IsSecret);
                }

                json.WriteEndObject();
                break;
            case ScalarValue scalar:
                WriteScalar(json, isSecret && scalar.Value is not null ? FieldName.Masked : scalar.Value);
                break;
        }
    }

    /// <summary>Formats a scalar as text, culture-invariant.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void WriteScalar(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case RawJson raw:
                json.WriteRawValue(raw.Text, skipInputValidation: true);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ulong number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time);
                break;
            case DateTime time:
                json.WriteStringValue(time);
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }
}
