using System.Text.Json;

namespace Zot.Testing.Fuzzing;

/// <summary>Finds the values within a JSON text.</summary>
internal static class JsonShape
{
    /// <summary>Lists all values, including nested ones, up to the first syntax error.</summary>
    public static List<JsonPart> Of(ReadOnlySpan<byte> text)
    {
        List<JsonPart> parts = [];
        Stack<(int Name, int Start)> open = [];
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 2000, AllowMultipleValues = true });
        var name = -1;
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((name < 0 ? start : name, start));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var (from, value) = open.Pop();
                        parts.Add(new JsonPart(from, value, (int)reader.BytesConsumed));
                        break;
                    default:
                        parts.Add(new JsonPart(name < 0 ? start : name, start, (int)reader.BytesConsumed));
                        break;
                }

                name = -1;
            }
        }
        catch (JsonException)
        {
            // The parts before the error can still be changed.
        }

        return parts;
    }
}
