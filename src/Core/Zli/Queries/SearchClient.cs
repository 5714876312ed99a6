using System.Text.Json;
using Zot.Client.Commands;
using Zot.Zli.Server;

namespace Zot.Zli.Queries;

/// <summary>A client of the search extension of a registry.</summary>
/// <param name="server">The registry.</param>
internal sealed class SearchClient(ServerConnection server)
{
    private const string SearchPath = "/v2/_zot/ext/search";
    private const string DiscoverPath = "/v2/_oci/ext/discover";

    private const string Introspection =
        "{ __schema { queryType { fields { name args { name } type { name kind } } __typename } "
            + "types { name fields { name } } } }";

    /// <summary>Returns the reason why a query is not supported; <see langword="null"/> if it is.</summary>
    public async Task<string?> FindObstacleAsync(SearchQuery query, CancellationToken stop)
    {
        var extensions = await server.GetAsync(DiscoverPath, [], stop);
        if (!extensions.IsOk)
        {
            return extensions.Failure;
        }

        if (!IsListed(extensions.Json()))
        {
            return "functionality is not built/configured in the current server: "
                + "search extension gql endpoints not found";
        }

        var schema = await RequestAsync(Introspection, stop);
        return !schema.IsOk ? $"gql query failed: {schema.Failure}"
            : Errors(schema.Json()) is { Length: > 0 } errors ? $"gql query failed: {errors}"
            : query.FindObstacle(schema.Json().Member("data").Member("__schema"));
    }

    /// <summary>Sends a query.</summary>
    /// <returns>The result.</returns>
    /// <exception cref="CommandException">The registry reported an error.</exception>
    public async Task<JsonElement> QueryAsync(
        SearchQuery query, (string Argument, string Value)[] values, CancellationToken stop)
    {
        var answer = (await RequestAsync(query.Text(values), stop)).Json();
        return Errors(answer) is { Length: > 0 } errors
            ? throw new CommandException(errors)
            : answer.Member("data").Member(query.Name);
    }

    // Blanks become %20, which each server understands.
    private Task<ServerAnswer> RequestAsync(string query, CancellationToken stop) =>
        server.GetAsync($"{SearchPath}?query={Uri.EscapeDataString(query)}", [], stop);

    private static bool IsListed(JsonElement discovery) =>
        discovery.Member("extensions").Items()
            .Where(static extension => extension.TextOf("name") == "_zot")
            .SelectMany(static extension => extension.Member("endpoints").Texts())
            .Contains(SearchPath);

    private static string Errors(JsonElement answer) => string.Join('\n', answer.Member("errors").Items()
        .Select(static error =>
            error.TextOf("message") is { Length: > 0 } message ? TextTable.Clean(message) : "the query failed"));
}
