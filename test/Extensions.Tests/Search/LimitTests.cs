#if EXT_SEARCH
using System.Text.Json;
using Xunit;

namespace Zot.Extensions.Tests.Search;

/// <summary>Limits of the cost of a request: of its document, and of its execution.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    private const string App = "team/app";

    private OpenBlobCounter _blobs = null!;
    private SearchFixture _zot = null!;

    public async ValueTask InitializeAsync() =>
        _zot = await SearchFixture.CreateAsync(decorate: registry => _blobs = new OpenBlobCounter(registry));

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [InlineData(1900, "Fragment 'f' is never used.")]
    [InlineData(2001, "the query selects more than 2000 fields")]
    public async Task Fields_of_a_fragment_that_is_not_used_count(int fields, string message)
    {
        var query = "{__typename}fragment f on Query{" + Repeat("__typename ", fields) + "}";

        Assert.Equal((422, message), await RejectAsync(query));
    }

    [Fact]
    public async Task Fields_of_a_fragment_that_is_used_count_once_for_each_use()
    {
        var query = "{__schema{queryType{...f}}}fragment f on __Type{" + Repeat("name ", 1900) + "}";

        await _zot.DataAsync(query);
    }

    [Theory]
    [InlineData("{__typename ", "@a ", "}")]
    [InlineData("query ", "@a ", "{__typename}")]
    [InlineData("query(", "$a:Int ", "){__typename}")]
    [InlineData("{ImageList(repo:\"\" ", "a:1 ", "){Page{TotalCount}}}")]
    [InlineData("{Referrers(repo:\"\",digest:\"\",type:[", "5 ", "]){Digest}}")]
    [InlineData("{__typename}", "query a{__typename}", "")]
    [InlineData("{__typename}", "fragment a on Query{__typename}", "")]
    [InlineData("{__typename}fragment f on Query{", "a ", "}")]
    public async Task Parts_of_a_document_are_limited(string start, string part, string end)
    {
        var (status, message) = await RejectAsync(start + Repeat(part, 160_000 / part.Length) + end);

        Assert.Equal((422, "the query has more than 10000 parts"), (status, message));
    }

    [Fact]
    public async Task Errors_of_a_response_are_limited()
    {
        var answer = await _zot.GetAsync("{" + "__schema{" + Repeat("unknown ", 1000) + "}}");

        Assert.Equal(422, answer.Status);
        Assert.Equal(100, JsonDocument.Parse(answer.Body).RootElement.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task Fields_of_a_response_are_limited()
    {
        await _zot.Registry.PushAsync(App, "v1", "{}", string.Join(' ', Enumerable.Repeat("base", 1100)));
        var aliases = string.Concat(Enumerable.Range(0, 1900).Select(static index => $"a{index}:__typename "));

        var (message, data) = await _zot.FailAsync("{Image(image:\"team/app:v1\"){Manifests{Layers{" + aliases + "}}}}");

        Assert.Equal(("the response has more than 2000000 fields: request pages", "null"), (message, data));
    }

    [Theory]
    [InlineData(15, false)]
    [InlineData(17, true)]
    public async Task Configurations_that_a_request_reads_are_limited(int histories, bool isExcess)
    {
        await _zot.Registry.PushAsync(App, "v1", "{\"author\":\"" + new string('a', (4 * 1024 * 1024) - 100) + "\"}");
        var aliases = string.Concat(Enumerable.Range(0, histories).Select(static index => $"a{index}:History{{__typename}}"));

        var (status, body) = await _zot.GetAsync("{Image(image:\"team/app:v1\"){Manifests{" + aliases + "}}}");

        Assert.Equal(200, status);
        Assert.Equal(isExcess, body.Contains("the request reads more than 67108864 bytes of content", StringComparison.Ordinal));
        Assert.Equal(isExcess, body.EndsWith("\"data\":null}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Configurations_are_opened_one_at_a_time()
    {
        for (var index = 0; index < 20; index++)
        {
            await _zot.Registry.PushAsync(App, $"v{index}", $$"""{"author":"{{index}}"}""");
        }

        await _zot.DataAsync("{ImageList(repo:\"\"){Results{Manifests{History{__typename}}}}}");

        Assert.Equal(1, _blobs.Most);
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private async Task<(int Status, string? Message)> RejectAsync(string query)
    {
        var (status, body) = await _zot.PostAsync("{\"query\":\"" + JsonEncodedText.Encode(query) + "\"}");
        return (status, JsonDocument.Parse(body).RootElement.GetProperty("errors")[0].GetProperty("message").GetString());
    }
}
#endif
