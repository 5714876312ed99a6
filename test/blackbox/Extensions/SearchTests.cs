using System.Text.Json.Nodes;

namespace Zot.BlackBox.Extensions;

/// <summary>The search by GraphQL. The minimal build does not have this route.</summary>
public sealed class SearchTests
{
    private const string Path = "/v2/_zot/ext/search";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("{GlobalSearch(query:\"\"){Page{TotalCount}Repos{Name}}}", "{\"data\":{\"GlobalSearch\":{\"Page\":{\"TotalCount\":0},\"Repos\":[]}}}")]
    [BothBuilds("{ImageList(repo:\"\"){Results{Tag}}}", "{\"data\":{\"ImageList\":{\"Results\":[]}}}")]
    [BothBuilds("{__schema{queryType{name}}}", "{\"data\":{\"__schema\":{\"queryType\":{\"name\":\"Query\"}}}}")]
    public async Task Query_is_answered(string build, string query, string expected)
    {
        await using var zot = await ZotProcess.StartAsync(build, Search);

        var answer = (await zot.Client.GetAsync($"{Path}?query={Uri.EscapeDataString(query)}")).Expect(build == "full" ? 200 : 404);

        if (build == "full")
        {
            Assert.Equal(expected, answer.Json.GetRawText());
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Route_is_discoverable_where_it_exists(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Search);

        var discovered = (await zot.Client.GetAsync("/v2/_oci/ext/discover")).Expect(200).Json.GetRawText();

        Assert.Equal(build == "full", discovered.Contains(Path, StringComparison.Ordinal));
    }

    private static void Search(JsonObject options, string directory) =>
        options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } };
}
