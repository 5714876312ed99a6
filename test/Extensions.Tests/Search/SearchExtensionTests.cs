#if EXT_SEARCH
using System.Text.Json;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Configuration.Http;
using Zot.Hosting.Routes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

public sealed class SearchExtensionTests : IAsyncLifetime
{
    private const string Introspection =
        "{ __schema { queryType { fields { name args { name } type { name kind } } __typename } types { name fields { name } } } }";

    private static readonly RepositoryName App = RepositoryName.Parse("team/app");
    private static readonly RepositoryName Secret = RepositoryName.Parse("secret/app");

    // Only alice may read, and only in team.
    private static readonly AccessRules Policy = AccessRules.Compile(
        new AccessControlOptions
        {
            Repositories = new Dictionary<string, RepositoryPolicyOptions>
            {
                ["team/**"] = new() { Policies = [new PolicyOptions { Users = ["alice"], Actions = ["read"] }] },
            },
        },
        out _);

    private SearchFixture _zot = null!;

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync();
        await _zot.Registry.PushImageAsync(App, "v1");
        await _zot.Registry.PushImageAsync(App, "v2");
        await _zot.Registry.PushImageAsync(Secret, "v1", "secret");
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Fact]
    public void Route_is_for_callers_and_discoverable()
    {
        Assert.Equal(("/v2/_zot/ext/search", RouteAccess.Admitted), (_zot.Route.Path, _zot.Route.Access));
        Assert.Equal(["GET", "POST"], _zot.Route.Methods);
        Assert.Equal(DiscoveredEndpoint.Search, _zot.Route.Discovery);
        Assert.True(_zot.Route.HasCors);
    }

    // The names and the order of arguments that zli compares.
    [Theory]
    [InlineData("CVEListForImage", "image,requestedPage,searchedCVE,excludedCVE,severity")]
    [InlineData("CVEDiffListForImages", "minuend,subtrahend,requestedPage,searchedCVE,excludedCVE")]
    [InlineData("ImageListForCVE", "id,filter,requestedPage")]
    [InlineData("ImageListWithCVEFixed", "id,image,filter,requestedPage")]
    [InlineData("ImageListForDigest", "id,requestedPage")]
    [InlineData("RepoListWithNewestImage", "requestedPage")]
    [InlineData("ImageList", "repo,requestedPage")]
    [InlineData("ExpandedRepoInfo", "repo")]
    [InlineData("GlobalSearch", "query,filter,requestedPage")]
    [InlineData("DerivedImageList", "image,digest,requestedPage")]
    [InlineData("BaseImageList", "image,digest,requestedPage")]
    [InlineData("Image", "image")]
    [InlineData("Referrers", "repo,digest,type")]
    [InlineData("StarredRepos", "requestedPage")]
    [InlineData("BookmarkedRepos", "requestedPage")]
    public async Task Query_has_arguments_in_order(string name, string arguments)
    {
        var schema = (await _zot.DataAsync(Introspection)).GetProperty("__schema");

        var fields = schema.GetProperty("queryType").GetProperty("fields").EnumerateArray().ToList();

        Assert.Equal(15, fields.Count);
        var field = fields.Single(field => field.GetProperty("name").GetString() == name);
        Assert.Equal(arguments, string.Join(',', field.GetProperty("args").EnumerateArray().Select(NameOf)));
        Assert.Equal("NON_NULL", field.GetProperty("type").GetProperty("kind").GetString());
    }

    [Theory]
    [InlineData("{GlobalSearch(query:\"\",filter:{}requestedPage:{limit:10 offset:0}){Page{TotalCount ItemCount}Repos{Name}Images{Tag}Layers{Digest}}}",
        """{"GlobalSearch":{"Page":{"TotalCount":1,"ItemCount":1},"Repos":[{"Name":"team/app"}],"Images":[],"Layers":[]}}""")]
    [InlineData("{GlobalSearch(query:\"team/app:v\"){Page{TotalCount}Repos{Name}Images{RepoName Tag}}}",
        """{"GlobalSearch":{"Page":{"TotalCount":2},"Repos":null,"Images":[{"RepoName":"team/app","Tag":"v1"},{"RepoName":"team/app","Tag":"v2"}]}}""")]
    [InlineData("{GlobalSearch(query:\"\",filter:{Os:\"\"}){Page{TotalCount}}}", """{"GlobalSearch":{"Page":{"TotalCount":1}}}""")]
    [InlineData("{ImageList(repo:\"\"){Results{RepoName Tag Vulnerabilities{MaxSeverity Count}}}}",
        """{"ImageList":{"Results":[{"RepoName":"team/app","Tag":"v1","Vulnerabilities":{"MaxSeverity":"","Count":0}},{"RepoName":"team/app","Tag":"v2","Vulnerabilities":{"MaxSeverity":"","Count":0}}]}}""")]
    [InlineData("{ImageList(repo:\"secret/app\"){Results{Tag}}}", """{"ImageList":{"Results":[]}}""")]
    [InlineData("{ImageListForDigest(id:\"00\"){Results{Tag}}}", """{"ImageListForDigest":{"Results":[]}}""")]
    [InlineData("{RepoListWithNewestImage{Results{Name NewestImage{Tag IsSigned SignatureInfo{Tool}}StarCount Rank}}}",
        """{"RepoListWithNewestImage":{"Results":[{"Name":"team/app","NewestImage":{"Tag":"v1","IsSigned":false,"SignatureInfo":[]},"StarCount":0,"Rank":1}]}}""")]
    [InlineData("{ExpandedRepoInfo(repo:\"team/app\"){Summary{Name}Images{Tag IsDeletable}}}",
        """{"ExpandedRepoInfo":{"Summary":{"Name":"team/app"},"Images":[{"Tag":"v1","IsDeletable":false},{"Tag":"v2","IsDeletable":false}]}}""")]
    [InlineData("{ExpandedRepoInfo(repo:\"secret/app\"){Summary{Name}Images{Tag}}}", """{"ExpandedRepoInfo":{"Summary":null,"Images":null}}""")]
    [InlineData("{Image(image:\"team/app:v1\"){Tag IsDeletable Manifests{History{Layer{Size}HistoryDescription{CreatedBy EmptyLayer}}Referrers{Digest}}}}",
        """{"Image":{"Tag":"v1","IsDeletable":null,"Manifests":[{"History":[{"Layer":{"Size":"5"},"HistoryDescription":{"CreatedBy":"","EmptyLayer":false}}],"Referrers":[]}]}}""")]
    [InlineData("{Image(image:\"secret/app:v1\"){Tag Manifests{Digest}}}", """{"Image":{"Tag":null,"Manifests":null}}""")]
    [InlineData("{DerivedImageList(image:\"secret/app:v1\"){Page{TotalCount}Results{Tag}}}",
        """{"DerivedImageList":{"Page":{"TotalCount":0},"Results":[]}}""")]
    [InlineData("{BaseImageList(image:\"team/app:v1\"){Results{Tag}}}", """{"BaseImageList":{"Results":[]}}""")]
    [InlineData("{Referrers(repo:\"secret/app\",digest:\"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",type:\"\"){Digest}}",
        """{"Referrers":[]}""")]
    [InlineData("{StarredRepos{Results{Name}}BookmarkedRepos{Page{TotalCount}}}",
        """{"StarredRepos":{"Results":[]},"BookmarkedRepos":{"Page":{"TotalCount":0}}}""")]
    [InlineData("query($r:String!){a:ImageList(repo:\"team/app\",requestedPage:{limit:1}){...p}}fragment p on PaginatedImagesResult{Page{TotalCount ItemCount}}",
        null)]
    public async Task Caller_sees_only_what_they_may_read(string query, string? expected)
    {
        var alice = Policy.ContextFor(new Identity("alice", []));
        if (expected is null)
        {
            Assert.Equal(422, (await _zot.GetAsync(query, alice)).Status);
            return;
        }

        Assert.Equal(expected, (await _zot.DataAsync(query, alice)).GetRawText());
    }

    [Fact]
    public async Task Administrator_without_access_control_sees_everything() =>
        Assert.Equal(
            """{"ImageList":{"Page":{"TotalCount":3,"ItemCount":3}}}""",
            (await _zot.DataAsync("{ImageList(repo:\"\"){Page{TotalCount ItemCount}}}")).GetRawText());

    [Theory]
    [InlineData("{CVEListForImage(image:\"a:b\"){Tag}}", "cve search is disabled")]
    [InlineData("{Image(image:\"team/app\"){Tag}}", "no reference provided")]
    [InlineData("{Image(image:\"team/none:v1\"){Tag}}", "repo metadata not found for given repo name")]
    [InlineData("{Image(image:\"team/app:none\"){Tag}}", "can't find image: team/app:none")]
    [InlineData("{ExpandedRepoInfo(repo:\"none\"){Summary{Name}}}", "repo metadata not found for given repo name")]
    [InlineData("{BaseImageList(image:\"none:v1\"){Results{Tag}}}", "repository not found")]
    [InlineData("{GlobalSearch(query:\":\"){Page{TotalCount}}}", "invalid search query")]
    [InlineData("{GlobalSearch(query:\"a:b:c\"){Page{TotalCount}}}", "failed to parse search text, invalid format")]
    [InlineData("{GlobalSearch(query:\"\",requestedPage:{limit:-1}){Page{TotalCount}}}", "requested page limit parameter can't be negative")]
    [InlineData("{ImageList(repo:\"\",requestedPage:{offset:-1}){Page{TotalCount}}}", "pagination offset has negative value")]
    [InlineData("{ImageList(repo:\"\",requestedPage:{sortBy:STARS}){Page{TotalCount}}}", "sorting images by 'STARS' is not supported")]
    [InlineData("{Referrers(repo:\"a\",digest:\"x\"){Digest}}", "bad digest string from request 'x'")]
    public async Task Failing_query_has_an_error_and_no_data(string query, string message)
    {
        var (status, body) = await _zot.GetAsync(query);

        Assert.Equal(200, status);
        var root = JsonDocument.Parse(body).RootElement;
        Assert.StartsWith(message, root.GetProperty("errors")[0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, root.GetProperty("data").ValueKind);
    }

    [Theory]
    [InlineData("{\"query\":\"query A{ImageList(repo:\\\"\\\"){Page{TotalCount}}} query B{__typename}\",\"operationName\":\"B\"}", "application/json; charset=utf-8", null, 200, "{\"data\":{\"__typename\":\"Query\"}}")]
    [InlineData("{\"query\":\"query($r:String!){ImageList(repo:$r){Page{TotalCount}}}\",\"variables\":{\"r\":\"team/app\"}}", "application/json", null, 200, "{\"data\":{\"ImageList\":{\"Page\":{\"TotalCount\":2}}}}")]
    [InlineData("{\"query\":\"{nothing}\"}", "application/json", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{\"query\":\"{nothing}\"}", "application/json", "application/graphql-response+json", 400, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{\"query\":\"{\"}", "application/json", null, 422, "GRAPHQL_PARSE_FAILED")]
    [InlineData("{\"query\":\"{ImageList{Page{TotalCount}}}\"}", "application/json", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{\"query\":\"{__typename}\",\"variables\":[]}", "application/json", null, 400, "not valid JSON")]
    [InlineData("{", "application/json", null, 400, "not valid JSON")]
    [InlineData("[]", "application/json", null, 400, "not valid JSON")]
    [InlineData("{__typename}", "application/graphql", null, 400, "transport not supported")]
    [InlineData("{__typename}", null, null, 400, "transport not supported")]
    public async Task Response_has_the_status_of_its_form(string body, string? type, string? accept, int status, string expected)
    {
        var answer = await _zot.PostAsync(body, type, accept);

        Assert.Equal(status, answer.Status);
        Assert.Contains(expected, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Query_beyond_a_limit_is_rejected()
    {
        var wide = "{" + string.Concat(Enumerable.Range(0, 17).Select(static index => $"a{index}:__typename ")) + "}";
        var many = "{__schema{types{" + string.Concat(Enumerable.Repeat("name ", 2001)) + "}}}";
        var cyclic = "{__schema{types{...a}}}fragment a on __Type{ofType{...a}}";

        foreach (var query in (string[])[wide, many, cyclic])
        {
            var (status, body) = await _zot.GetAsync(query);
            Assert.Equal(422, status);
            Assert.Contains("GRAPHQL_VALIDATION_FAILED", body, StringComparison.Ordinal);
        }

        Assert.Equal(413, (await _zot.PostAsync(new string(' ', 300_000))).Status);
        Assert.Equal(406, (await _zot.GetAsync("mutation{a}")).Status);
    }

    private static string? NameOf(JsonElement json) => json.GetProperty("name").GetString();
}
#endif
