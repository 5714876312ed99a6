#if EXT_SEARCH
using Xunit;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

public sealed class AccessTests : IAsyncLifetime
{
    private static readonly string[] Names = ["office/app", "public/app", "secret/app", "team/app"];

    private SearchFixture _zot = null!;

    /// <summary>Each caller with the repositories that it may read.</summary>
    public static TheoryData<string, string> Callers => new()
    {
        { "", "public/app" },
        { "carol", "public/app" },
        { "writer", "public/app" },
        { "alice", "public/app team/app" },
        { "alice@office", "office/app public/app team/app" },
        { "carol+dev", "public/app team/app" },
        { "root", "office/app public/app secret/app team/app" },
    };

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync();
        foreach (var name in Names)
        {
            await _zot.Registry.PushAsync(name, "v1", "{}");
            await _zot.Registry.PushAsync(name, "v2", "{}", "base more");
            await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Star, "alice", RepositoryName.Parse(name)), default);
            await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "alice", RepositoryName.Parse(name)), default);
        }
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Lists_and_counts_contain_what_the_caller_may_read(string caller, string readable)
    {
        var names = readable.Split(' ');
        foreach (var query in (string[])["RepoListWithNewestImage", "GlobalSearch(query:\"\")", "GlobalSearch(query:\"app\")"])
        {
            var items = query.StartsWith('G') ? "Repos{Name}" : "Results{Name}";
            Assert.Equal(names, await ListAsync(caller, query, items, "Name"));
        }

        string[] twice = [.. names.SelectMany(static name => (string[])[name, name])];
        Assert.Equal(twice, await ListAsync(caller, "ImageList(repo:\"\")", "Results{RepoName}", "RepoName"));
        foreach (var query in (string[])["GlobalSearch(query:\":v\")", $"GlobalSearch(query:\"{Some.Digest("base")}\")"])
        {
            Assert.Equal(twice, await ListAsync(caller, query, "Images{RepoName}", "RepoName"));
        }

        Assert.Equal(twice, await ListAsync(
            caller, $"ImageListForDigest(id:\"{Some.Digest("base")}\")", "Results{RepoName}", "RepoName"));
        Assert.Equal(names, await ListAsync(
            caller, "DerivedImageList(image:\"public/app:v1\")", "Results{RepoName}", "RepoName"));
        Assert.Equal(names, await ListAsync(caller, "BaseImageList(image:\"public/app:v2\")", "Results{RepoName}", "RepoName"));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Unreadable_repository_looks_like_an_empty_one_by_name(string caller, string readable)
    {
        foreach (var name in Names.Append("secret/unknown").Except(readable.Split(' ')))
        {
            if (caller == "root")
            {
                continue; // may read unknown ones, too
            }

            var query = $$$"""
                {Image(image:"{{{name}}}:v1"){Tag Digest Manifests{Digest} Referrers{Digest} Vulnerabilities{Count} IsDeletable}
                other:Image(image:"{{{name}}}:unknown"){Tag}
                ExpandedRepoInfo(repo:"{{{name}}}"){Summary{Name} Images{Tag}}
                Referrers(repo:"{{{name}}}",digest:"{{{Some.Digest("a")}}}"){Digest}
                DerivedImageList(image:"{{{name}}}:v1"){Page{TotalCount} Results{Tag}}
                BaseImageList(image:"{{{name}}}:v2"){Page{TotalCount} Results{Tag}}
                ImageList(repo:"{{{name}}}"){Page{TotalCount} Results{Tag}}
                GlobalSearch(query:"{{{name}}}:"){Page{TotalCount} Images{Tag}}
                one:GlobalSearch(query:"{{{name}}}"){Page{TotalCount} Repos{Name} } }
                """;

            Assert.Equal(
                """
                {"Image":{"Tag":null,"Digest":null,"Manifests":null,"Referrers":null,"Vulnerabilities":null,"IsDeletable":null},
                "other":{"Tag":null},
                "ExpandedRepoInfo":{"Summary":null,"Images":null},
                "Referrers":[],
                "DerivedImageList":{"Page":{"TotalCount":0},"Results":[]},
                "BaseImageList":{"Page":{"TotalCount":0},"Results":[]},
                "ImageList":{"Page":{"TotalCount":0},"Results":[]},
                "GlobalSearch":{"Page":{"TotalCount":0},"Images":[]},
                "one":{"Page":{"TotalCount":0},"Repos":[]}}
                """.Replace("\n", "", StringComparison.Ordinal),
                (await _zot.DataAsync(query, SearchCallers.Of(caller))).GetRawText());
        }
    }

    [Theory]
    [InlineData("Image(image:\"team/none:v1\"){Tag}", "repo metadata not found for given repo name")]
    [InlineData("Image(image:\"team/app:none\"){Tag}", "can't find image: team/app:none")]
    [InlineData("ExpandedRepoInfo(repo:\"team/none\"){Summary{Name}}", "repo metadata not found for given repo name")]
    [InlineData("DerivedImageList(image:\"team/none:v1\"){Results{Tag}}", "repository not found")]
    [InlineData("BaseImageList(image:\"team/none:v1\"){Results{Tag}}", "repository not found")]
    public async Task Readable_repository_that_is_unknown_is_an_error(string query, string message) =>
        Assert.Equal((message, "null"), await _zot.FailAsync($"{{{query}}}", SearchCallers.Of("alice")));

    [Theory]
    [InlineData("alice", "team/app", false)]
    [InlineData("carol+dev", "team/app", true)]
    [InlineData("carol+dev", "public/app", false)]
    [InlineData("alice@office", "office/app", true)]
    [InlineData("root", "secret/app", true)]
    [InlineData("", "public/app", false)]
    public async Task Image_of_a_repository_is_deletable_by_right(string caller, string repository, bool isDeletable)
    {
        var data = await _zot.DataAsync(
            $$$"""
            {ExpandedRepoInfo(repo:"{{{repository}}}"){Images{IsDeletable} Summary{NewestImage{IsDeletable} } }
            Image(image:"{{{repository}}}:v1"){IsDeletable} ImageList(repo:"{{{repository}}}"){Results{IsDeletable} } }
            """,
            SearchCallers.Of(caller));

        var flag = isDeletable ? "true" : "false";
        Assert.Equal(
            $$$$"""
            {"ExpandedRepoInfo":{"Images":[{"IsDeletable":{{{{flag}}}}},{"IsDeletable":{{{{flag}}}}}],
            "Summary":{"NewestImage":{"IsDeletable":null}}},"Image":{"IsDeletable":null},
            "ImageList":{"Results":[{"IsDeletable":null},{"IsDeletable":null}]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            data.GetRawText());
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("carol", "")]
    [InlineData("alice", "public/app team/app")]
    [InlineData("alice@office", "office/app public/app team/app")]
    public async Task Marked_repositories_are_those_of_the_user_that_they_may_read(string caller, string marked)
    {
        foreach (var query in (string[])["StarredRepos", "BookmarkedRepos"])
        {
            Assert.Equal(
                marked.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                await ListAsync(caller, $"{query}(requestedPage:{{sortBy:ALPHABETIC_ASC}})", "Results{Name}", "Name"));
        }

        var isMarked = caller.StartsWith("alice", StringComparison.Ordinal) ? "true" : "false";
        Assert.Equal(
            $$$$"""{"GlobalSearch":{"Repos":[{"StarCount":1,"IsStarred":{{{{isMarked}}}},"IsBookmarked":{{{{isMarked}}}}}]}}""",
            (await _zot.DataAsync(
                "{GlobalSearch(query:\"public\"){Repos{StarCount IsStarred IsBookmarked}}}", SearchCallers.Of(caller))).GetRawText());
    }

    // The names, ordered, after a check that the page counts just them.
    private async Task<List<string?>> ListAsync(string caller, string query, string items, string field)
    {
        var data = await _zot.DataAsync($"{{a:{query}{{Page{{TotalCount ItemCount}} {items}}}}}", SearchCallers.Of(caller));
        var (page, list) = (data.GetProperty("a").GetProperty("Page"), data.GetProperty("a").GetProperty(items.Split('{')[0]));
        List<string?> names = [.. list.EnumerateArray().Select(item => item.GetProperty(field).GetString()).Order(StringComparer.Ordinal)];
        Assert.Equal(
            (names.Count, names.Count), (page.GetProperty("TotalCount").GetInt32(), page.GetProperty("ItemCount").GetInt32()));
        return names;
    }
}
#endif
