using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Documentation;

/// <summary>The queries of <c>docs/search.md</c> are answered without errors.</summary>
public sealed partial class SearchDocumentTests
{
    [Fact(Timeout = Limits.Test)]
    public async Task Every_query_is_answered()
    {
        Assert.SkipUnless(ZotBinary.Builds.Contains("full"), "this build is not tested");
        await using var zot = await ZotProcess.StartAsync("full", static (options, _) =>
            options["extensions"] = new JsonObject { ["search"] = new JsonObject { ["enable"] = true } });
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "search.md"), TestContext.Current.CancellationToken);
        var queries = Query().Matches(text).Select(static match => match.Groups["query"].Value).ToList();

        Assert.Equal(10, queries.Count);
        foreach (var query in queries)
        {
            var answer = (await zot.Client.GetAsync($"/v2/_zot/ext/search?query={Uri.EscapeDataString(query)}")).Expect(200);
            Assert.False(answer.Json.TryGetProperty("errors", out var errors), $"{query}: {errors}");
            Assert.Equal(System.Text.Json.JsonValueKind.Object, answer.Json.GetProperty("data").ValueKind);
        }
    }

    [GeneratedRegex(@"^\| .*\? \| `(?<query>\{.*\})` \|", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Query();
}
