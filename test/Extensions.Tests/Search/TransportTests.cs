#if EXT_SEARCH
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

public sealed class TransportTests : IAsyncLifetime
{
    private const string Accept = "application/graphql-response+json";

    private SearchFixture _zot = null!;

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync();
        await _zot.Registry.PushImageAsync(RepositoryName.Parse("team/app"), "v1");
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [InlineData("mutation{a}", 406)]
    [InlineData("subscription{a}", 406)]
    [InlineData("query A{__typename} mutation B{b}", 406)]
    [InlineData("{nothing}", 422)]
    [InlineData("{", 422)]
    [InlineData("", 422)]
    [InlineData("fragment f on Query{__typename}", 422)]
    public async Task Get_that_is_not_a_valid_query_is_rejected(string query, int status)
    {
        var answer = await _zot.GetAsync(query);

        Assert.Equal(status, answer.Status);
        AssertFailed(answer.Body);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=a")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData("application/json-patch+json")]
    [InlineData("not a type")]
    [InlineData("")]
    public async Task Post_with_another_content_type_is_rejected(string type)
    {
        var (status, body) = await _zot.PostAsync("""{"query":"{__typename}"}""", type);

        Assert.Equal(400, status);
        Assert.Equal("transport not supported", AssertFailed(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("\"{__typename}\"")]
    [InlineData("{\"query\":5}")]
    [InlineData("{\"query\":\"{__typename}\",\"operationName\":[]}")]
    [InlineData("{\"query\":\"{__typename}\",\"variables\":\"a\"}")]
    [InlineData("{\"query\":\"{__typename}\"} {}")]
    public async Task Post_with_malformed_json_is_rejected(string body)
    {
        var answer = await _zot.PostAsync(body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("the request is not valid JSON", AssertFailed(answer.Body));
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[1]", 400)]
    [InlineData("5", 400)]
    [InlineData("{\"repo\":\"team/app\"}", 200)]
    [InlineData("{\"repo\":\"team/app\",\"unused\":{\"a\":[1,2.5,true,null,123456789012]}}", 200)]
    [InlineData("{\"repo\":5}", 422)]
    [InlineData("{\"repo\":null}", 422)]
    [InlineData("{}", 422)]
    [InlineData("null", 422)]
    [InlineData("", 422)]
    public async Task Variables_of_a_get_are_json_of_the_declared_types(string variables, int status)
    {
        var answer = await _zot.GetAsync(Parameters(
            ("query", "query($repo:String!){ImageList(repo:$repo){Page{TotalCount}}}"), ("variables", variables)));

        Assert.Equal(status, answer.Status);
        if (status == 200)
        {
            Assert.Equal("""{"data":{"ImageList":{"Page":{"TotalCount":1}}}}""", answer.Body);
        }
        else
        {
            AssertFailed(answer.Body);
        }
    }

    [Theory]
    [InlineData("{\"page\":{\"limit\":1,\"sortBy\":\"ALPHABETIC_DSC\"}}", 200)]
    [InlineData("{\"page\":null}", 200)]
    [InlineData("{\"page\":{\"limit\":2147483648}}", 422)]
    [InlineData("{\"page\":{\"limit\":1.5}}", 422)]
    [InlineData("{\"page\":{\"limit\":\"1\"}}", 422)]
    [InlineData("{\"page\":{\"unknown\":1}}", 422)]
    [InlineData("{\"page\":{\"sortBy\":\"unknown\"}}", 422)]
    public async Task Variables_of_a_post_may_be_inputs(string variables, int status)
    {
        const string query = "query($page:PageInput){ImageList(repo:\\\"\\\",requestedPage:$page){Page{TotalCount}}}";

        var answer = await _zot.PostAsync($$"""{"query":"{{query}}","variables":{{variables}}}""");

        Assert.Equal((status, status == 200), (answer.Status, answer.Body == """{"data":{"ImageList":{"Page":{"TotalCount":1}}}}"""));
    }

    [Theory]
    [InlineData("B", 200)]
    [InlineData("C", 422)]
    [InlineData(null, 422)]
    public async Task Operation_is_chosen_by_its_name(string? name, int status)
    {
        const string query = "query A{ImageList(repo:\"\"){Page{TotalCount}}} query B{__typename}";

        var answer = await _zot.GetAsync(Parameters(("query", query), ("operationName", name)));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200, answer.Body == """{"data":{"__typename":"Query"}}""");
    }

    [Theory]
    [InlineData("{", null, 422, "GRAPHQL_PARSE_FAILED")]
    [InlineData("{", Accept, 400, "GRAPHQL_PARSE_FAILED")]
    [InlineData("{nothing}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{nothing}", "text/html, " + Accept + ";q=0.9", 400, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{ImageList{Page{TotalCount}}}", Accept, 400, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{ImageList(repo:5){Page{TotalCount}}}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{ImageList(repo:\"\",unknown:1){Page{TotalCount}}}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{ImageList(repo:\"\")}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{__typename{a}}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("{...f}", null, 422, "GRAPHQL_VALIDATION_FAILED")]
    public async Task Invalid_query_has_the_code_of_its_error(string query, string? accept, int status, string code)
    {
        var answer = await _zot.GetAsync(QueryString.Create("query", query), accept);

        Assert.Equal(status, answer.Status);
        AssertFailed(answer.Body);
        var error = JsonDocument.Parse(answer.Body).RootElement.GetProperty("errors")[0];
        Assert.Equal(code, error.GetProperty("extensions").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{a:ImageList(repo:\"\"){p:Page{n:TotalCount}} b:__typename}", """{"a":{"p":{"n":1}},"b":"Query"}""")]
    [InlineData("{...q}fragment q on Query{ImageList(repo:\"\"){...r}}fragment r on PaginatedImagesResult{Results{Tag}}",
        """{"ImageList":{"Results":[{"Tag":"v1"}]}}""")]
    [InlineData("{ImageList(repo:\"\"){...on PaginatedImagesResult{Results{Tag}}...{Page{ItemCount}}}}",
        """{"ImageList":{"Results":[{"Tag":"v1"}],"Page":{"ItemCount":1}}}""")]
    [InlineData("{ImageList(repo:\"\"){Results{Tag}Results{RepoName}}}",
        """{"ImageList":{"Results":[{"Tag":"v1","RepoName":"team/app"}]}}""")]
    [InlineData("query($y:Boolean=true){ImageList(repo:\"\"){Results{Tag @skip(if:$y) RepoName @include(if:$y)}}}",
        """{"ImageList":{"Results":[{"RepoName":"team/app"}]}}""")]
    [InlineData("query($r:String=\"team/app\"){ImageList(repo:$r){__typename Results{__typename}}}",
        """{"ImageList":{"__typename":"PaginatedImagesResult","Results":[{"__typename":"ImageSummary"}]}}""")]
    [InlineData("# comment\n{ImageList(repo:\"\",,requestedPage:{limit:1,offset:0,}){Page{TotalCount,ItemCount,},},}",
        """{"ImageList":{"Page":{"TotalCount":1,"ItemCount":1}}}""")]
    public async Task Query_has_the_syntax_of_graphql(string query, string expected) =>
        Assert.Equal(expected, await _zot.TextAsync(query));

    [Fact]
    public async Task Client_of_zot_can_introspect()
    {
        const string query =
            "{ __schema { queryType { fields { name args { name } type { name kind } } __typename } types { name fields { name } } } }";

        var schema = (await _zot.DataAsync(query)).GetProperty("__schema");

        Assert.Equal("__Type", schema.GetProperty("queryType").GetProperty("__typename").GetString());
        var types = schema.GetProperty("types").EnumerateArray().Select(static type => type.GetProperty("name").GetString()).ToList();
        Assert.All(
            (string[])["CVEResultForImage", "CVEDiffResult", "PaginatedImagesResult", "Referrer", "GlobalSearchResult"],
            name => Assert.Contains(name, types));
    }

    [Theory]
    [InlineData(29, 200)]
    [InlineData(30, 422)]
    [InlineData(15_000, 422)]
    public async Task Depth_is_limited(int levels, int status)
    {
        var nested = string.Concat(Enumerable.Repeat("{ofType", levels)) + "{kind}" + new string('}', levels);

        var answer = await _zot.PostAsync("{\"query\":\"{__schema{types" + nested + "}}\"}");

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Nested_values_are_limited()
    {
        foreach (var list in (string[])[new string('[', 20_000) + new string(']', 20_000), new string('[', 20_000)])
        {
            var answer = await _zot.GetAsync($"{{Referrers(repo:\"\",digest:\"\",type:{list}){{Digest}}}}");

            Assert.Equal(422, answer.Status);
            AssertFailed(answer.Body);
        }
    }

    [Theory]
    [InlineData(18, 200)]
    [InlineData(20, 422)]
    public async Task Fields_of_fragments_count_wherever_they_are_used(int uses, int status)
    {
        var query = "{__schema{" + string.Concat(Enumerable.Range(0, uses).Select(static index => $"a{index}:queryType{{...f}}"))
            + "}}fragment f on __Type{" + string.Concat(Enumerable.Repeat("name ", 100)) + "}";

        Assert.Equal(status, (await _zot.GetAsync(query)).Status);
    }

    [Fact]
    public async Task Fragments_that_multiply_are_rejected_at_once()
    {
        var query = "{...f0}" + string.Concat(Enumerable.Range(0, 28).Select(static index =>
            $"fragment f{index} on Query{{...f{index + 1} ...f{index + 1}}}")) + "fragment f28 on Query{__typename}";

        Assert.Equal(422, (await _zot.GetAsync(query)).Status);
    }

    [Theory]
    [InlineData(16, 200)]
    [InlineData(17, 422)]
    public async Task Root_fields_of_fragments_count(int fields, int status)
    {
        var aliases = string.Concat(Enumerable.Range(0, fields - 1).Select(static index => $"a{index}:__typename "));

        Assert.Equal(status, (await _zot.GetAsync($"{{__typename ...f}}fragment f on Query{{...{{{aliases}}}}}")).Status);
    }

    [Fact]
    public async Task Size_of_a_request_is_limited()
    {
        var blanks = new string(' ', 256 * 1024);

        Assert.Equal(413, (await _zot.GetAsync(new QueryString("?query={__typename}" + blanks))).Status);
        Assert.Equal(413, (await _zot.PostAsync("{\"query\":\"{__typename}\"}" + blanks)).Status);
        Assert.Equal(200, (await _zot.PostAsync("{\"query\":\"{__typename}\"}" + blanks[1024..])).Status);
    }

    [Fact]
    public async Task Failing_root_field_nulls_all_data_behind_the_errors()
    {
        var (status, body) = await _zot.GetAsync("{ImageList(repo:\"\"){Page{TotalCount}} b:Image(image:\"none\"){Tag}}");

        Assert.Equal(200, status);
        Assert.StartsWith("""{"errors":[{"message":"no reference provided",""", body, StringComparison.Ordinal);
        Assert.EndsWith("""],"data":null}""", body, StringComparison.Ordinal);
        var errors = JsonDocument.Parse(body).RootElement.GetProperty("errors");
        Assert.Equal("""["b"]""", Assert.Single(errors.EnumerateArray()).GetProperty("path").GetRawText());
    }

    private static QueryString Parameters(params IEnumerable<(string Name, string? Value)> all) =>
        all.Aggregate(QueryString.Empty, static (query, parameter) => query.Add(parameter.Name, parameter.Value ?? ""));

    private static string? AssertFailed(string body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal(JsonValueKind.Null, root.GetProperty("data").ValueKind);
        Assert.Equal(["errors", "data"], root.EnumerateObject().Select(static member => member.Name));
        var message = root.GetProperty("errors")[0].GetProperty("message").GetString();
        Assert.NotEqual("", message);
        return message;
    }
}
#endif
