using System.Text;
using System.Text.Json;
using Zot.Zli.Server;

namespace Zot.Zli.Queries;

/// <summary>
/// A query of the search extension: the server is checked against it, and its text is made from it.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Arguments">All arguments of the query, in the order of the schema.</param>
/// <param name="ResultType">The name of the type of the result.</param>
/// <param name="Selection">The selected fields.</param>
internal sealed record SearchQuery(
    string Name, IReadOnlyList<QueryArgument> Arguments, string ResultType, string Selection)
{
    /// <summary>Returns the query as text.</summary>
    /// <param name="values">The values by argument, in GraphQL notation; arguments may be missing.</param>
    /// <exception cref="ArgumentException">A value is not that of an argument.</exception>
    public string Text(params (string Argument, string Value)[] values)
    {
        var unknown = values.Select(static value => value.Argument)
            .Except(Arguments.Select(static argument => argument.Name));
        if (unknown.FirstOrDefault() is { } name)
        {
            throw new ArgumentException($"{Name} has no argument '{name}'", nameof(values));
        }

        var text = new StringBuilder("{ ").Append(Name).Append('(');
        text.AppendJoin(", ", values.Select(static value => $"{value.Argument}: {value.Value}"));
        return text.Append(") { ").Append(Selection).Append(" } }").ToString();
    }

    /// <summary>Returns a text in GraphQL notation: the escapes of JSON are valid in it.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    /// <summary>
    /// Returns the reason why a server does not support this query; <see langword="null"/> if it does.
    /// </summary>
    /// <param name="schema">The value <c>__schema</c> of an introspection.</param>
    public string? FindObstacle(JsonElement schema)
    {
        const string Unsupported = "query is not supported or has different arguments";
        var fields = schema.Member("queryType").Member("fields").Items();
        if (!fields.Any(IsThis))
        {
            return $"{Unsupported}: {Name}";
        }

        return schema.Member("types").Items().Any(type => type.TextOf("name") == ResultType)
            ? null
            : $"{Unsupported}: server doesn't support needed type '{ResultType}'";
    }

    private bool IsThis(JsonElement field) =>
        field.TextOf("name") == Name
        && field.Member("args").Items().Select(static argument => argument.TextOf("name"))
            .SequenceEqual(Arguments.Select(static argument => argument.Name));
}
