#if EXT_SEARCH
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using Zot.Extensions.Search.Limits;

namespace Zot.Extensions.Search.Transport;

/// <summary>
/// Writes the result of a query. The serializer of the library needs reflection, which trimming removes.
/// </summary>
internal static class AnswerWriter
{
    public const string ParseFailed = "GRAPHQL_PARSE_FAILED";
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>Writes the errors, if there are any, and the data.</summary>
    /// <exception cref="RejectedRequestException">The data are too large.</exception>
    public static void Write(Utf8JsonWriter json, ExecutionResult result)
    {
        json.WriteStartObject();
        if (result.Errors is { Count: > 0 } errors)
        {
            json.WriteStartArray("errors"u8);
            foreach (var error in errors.Take(QueryLimits.Errors))
            {
                WriteError(json, error, result.Executed);
            }

            json.WriteEndArray();
        }

        json.WritePropertyName("data"u8);
        WriteNode(json, result.Data as ExecutionNode);
        json.WriteEndObject();
    }

    /// <summary>Writes the error of a request that was not executed.</summary>
    public static void Write(Utf8JsonWriter json, RejectedRequestException error)
    {
        json.WriteStartObject();
        json.WriteStartArray("errors"u8);
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        if (error.Code is { } code)
        {
            WriteCode(json, code);
        }

        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteNull("data"u8);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ExecutionError error, bool isExecuted)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        if (error.Locations is { Count: > 0 } locations)
        {
            json.WriteStartArray("locations"u8);
            foreach (var location in locations)
            {
                json.WriteStartObject();
                json.WriteNumber("line"u8, location.Line);
                json.WriteNumber("column"u8, location.Column);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            json.WriteStartArray("path"u8);
            foreach (var step in path)
            {
                WriteValue(json, step);
            }

            json.WriteEndArray();
        }

        if (!isExecuted)
        {
            WriteCode(json, error is SyntaxError ? ParseFailed : ValidationFailed);
        }

        json.WriteEndObject();
    }

    private static void WriteCode(Utf8JsonWriter json, string code)
    {
        json.WriteStartObject("extensions"u8);
        json.WriteString("code"u8, code);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, ExecutionNode? node)
    {
        if (json.BytesCommitted + json.BytesPending > QueryLimits.AnswerBytes)
        {
            throw new RejectedRequestException(
                200, $"the response is larger than {QueryLimits.AnswerBytes} bytes: request pages");
        }

        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }:
                json.WriteStartObject();
                foreach (var field in fields)
                {
                    json.WritePropertyName(field.Name!);
                    WriteNode(json, field);
                }

                json.WriteEndObject();
                break;
            case ArrayExecutionNode { Items: { } items }:
                json.WriteStartArray();
                foreach (var item in items)
                {
                    WriteNode(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                WriteValue(json, node?.ToValue());
                break;
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case IEnumerable<object?> list: WriteValues(json, list); break;
            default: throw new InvalidOperationException("the schema has a scalar of an unknown type");
        }
    }

    // The library has no nodes for the items of a list of scalars.
    private static void WriteValues(Utf8JsonWriter json, IEnumerable<object?> list)
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            WriteValue(json, item);
        }

        json.WriteEndArray();
    }
}
#endif
