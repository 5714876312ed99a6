#if EXT_SEARCH
using Xunit;

namespace Zot.Extensions.Tests.Search;

public sealed class RequestedPageTests : IAsyncLifetime
{
    private const string Image = "\"a/app:v1\"";

    private SearchFixture _zot = null!;

    /// <summary>Each list, without its page, and the name of the default order of its errors.</summary>
    public static TheoryData<string, string> Lists => new()
    {
        { "ImageList(repo:\"\",", "images" },
        { "ImageListForDigest(id:\"a\",", "images" },
        { "DerivedImageList(image:" + Image + ",", "images" },
        { "BaseImageList(image:" + Image + ",", "images" },
        { "RepoListWithNewestImage(", "repos" },
        { "StarredRepos(", "repos" },
        { "BookmarkedRepos(", "repos" },
    };

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync();
        foreach (var name in (string[])["a/app", "b/app", "c/app"])
        {
            await _zot.Registry.PushAsync(name, "v1", "{}");
        }
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [InlineData("", 3)]
    [InlineData("limit:0,offset:0", 3)]
    [InlineData("limit:null,offset:null", 3)]
    [InlineData("limit:2", 2)]
    [InlineData("limit:2,offset:2", 1)]
    [InlineData("limit:5000,offset:1", 2)]
    [InlineData("offset:1", 0)]
    [InlineData("limit:0,offset:1", 0)]
    [InlineData("limit:1,offset:3", 0)]
    [InlineData("limit:2147483647,offset:2147483647", 0)]
    public async Task Page_is_a_part_of_the_list(string page, int count)
    {
        var numbers = $$"""{"TotalCount":3,"ItemCount":{{count}}}""";

        Assert.Equal(
            $$$"""{"ImageList":{"Page":{{{numbers}}} },"RepoListWithNewestImage":{"Page":{{{numbers}}} },"GlobalSearch":{"Page":{{{numbers}}} } }"""
                .Replace(" ", "", StringComparison.Ordinal),
            await _zot.TextAsync(
                $$"""
                {ImageList(repo:"",requestedPage:{ {{page}} }){Page{TotalCount ItemCount} }
                RepoListWithNewestImage(requestedPage:{ {{page}} }){Page{TotalCount ItemCount} }
                GlobalSearch(query:"",requestedPage:{ {{page}} }){Page{TotalCount ItemCount} } }
                """));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Page_out_of_range_is_an_error_of_every_list(string list, string what)
    {
        foreach (var (page, message) in ((string, string)[])
        [
            ("limit:-1", "pagination limit has negative value"),
            ("offset:-1", "pagination offset has negative value"),
            ("sortBy:SEVERITY", $"sorting {what} by 'SEVERITY' is not supported the pagination sort criteria is not supported"),
        ])
        {
            Assert.Equal((message, "null"), await _zot.FailAsync($"{{{list}requestedPage:{{{page}}}){{Page{{TotalCount}}}}}}"));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Stars_are_an_order_of_repositories_only(string list, string what)
    {
        var query = $"{{a:{list}requestedPage:{{sortBy:STARS}}){{Page{{ItemCount}}}}}}";
        if (what == "repos")
        {
            await _zot.DataAsync(query);
            return;
        }

        Assert.Equal(
            ("sorting images by 'STARS' is not supported the pagination sort criteria is not supported", "null"),
            await _zot.FailAsync(query));
    }

    [Theory]
    [InlineData("", "SEVERITY", "repos")]
    [InlineData(":v", "SEVERITY", "images")]
    [InlineData(":v", "STARS", "images")]
    [InlineData("sha256:00", "STARS", "images")]
    public async Task Search_has_the_orders_of_its_target(string text, string order, string what) =>
        Assert.Equal(
            ($"sorting {what} by '{order}' is not supported the pagination sort criteria is not supported", "null"),
            await _zot.FailAsync($"{{GlobalSearch(query:\"{text}\",requestedPage:{{sortBy:{order}}}){{Page{{TotalCount}}}}}}"));

    [Fact]
    public async Task Pages_do_not_overlap()
    {
        Assert.Equal(
            """{"a":{"Results":[{"RepoName":"a/app"},{"RepoName":"b/app"}]},"b":{"Results":[{"RepoName":"c/app"}]}}""",
            await _zot.TextAsync(
                """
                {a:ImageList(repo:"",requestedPage:{limit:2,sortBy:UPDATE_TIME}){Results{RepoName}}
                b:ImageList(repo:"",requestedPage:{limit:2,offset:2,sortBy:DOWNLOADS}){Results{RepoName}}}
                """));
    }
}
#endif
