#if EXT_SEARCH
using System.Text.Json;
using Xunit;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

public sealed class ListAnswerTests : IAsyncLifetime
{
    private const string Library = "library/nginx";

    private static readonly string Old = SearchContent.Config("amd64", "2020-01-01T00:00:00Z");
    private static readonly string New = SearchContent.Config("arm64", "2024-01-01T00:00:00Z");
    private static readonly string Arm = SearchContent.Config("arm", "2022-01-01T00:00:00Z", ",\"variant\":\"v7\"");

    private SearchFixture _zot = null!;
    private Descriptor _old = null!;
    private Descriptor _index = null!;

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync(new ManualTime());
        _old = await _zot.Registry.PushAsync(Library, "v1.0", Old);
        await _zot.Registry.PushAsync(Library, "V2.0-RC", New, "base new", """{"org.opencontainers.image.vendor":"acme"}""");
        await _zot.Registry.PushAsync("nginx/ingress", "v1", Arm, "base arm more");
        var other = await _zot.Registry.PushAsync("team/my-nginx", "latest", New, "other");
        var first = await _zot.Registry.PushAsync("other/a-nginx/tools", tag: null, Old);
        var second = await _zot.Registry.PushAsync("other/a-nginx/tools", tag: null, Arm, "base arm");
        _index = await _zot.Registry.PushIndexAsync("other/a-nginx/tools", "multi", [first, second]);
        _zot.Index.NotePull(RepositoryName.Parse(Library), _old.Digest);
        _zot.Index.NotePull(RepositoryName.Parse(Library), _old.Digest);
        _zot.Index.NotePull(RepositoryName.Parse("team/my-nginx"), other.Digest);
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [InlineData("nginx", "library/nginx 1, team/my-nginx 4, nginx/ingress 10, other/a-nginx/tools 900")]
    [InlineData(" /NGINX/ ", "library/nginx 1, team/my-nginx 4, nginx/ingress 10, other/a-nginx/tools 900")]
    [InlineData("library/nginx", "library/nginx 0")]
    [InlineData("library/ng", "library/nginx 1")]
    [InlineData("other/a", "other/a-nginx/tools 10")]
    [InlineData("ginx/ing", "nginx/ingress 200")]
    [InlineData("library/nginx/deep", "")]
    [InlineData("none", "")]
    [InlineData("100%_'\\\"", "")]
    [InlineData("", "library/nginx 1, nginx/ingress 1, other/a-nginx/tools 1, team/my-nginx 1")]
    public async Task Search_for_repositories_ranks_them(string text, string expected)
    {
        var found = (await _zot.DataAsync(
            $"{{GlobalSearch(query:\"{text}\"){{Page{{TotalCount ItemCount}} Repos{{Name Rank}} Images{{Tag}} Layers{{Digest}}}}}}")).GetProperty("GlobalSearch");

        var names = found.GetProperty("Repos").EnumerateArray()
            .Select(static row => $"{row.GetProperty("Name").GetString()} {row.GetProperty("Rank").GetInt32()}").ToList();
        Assert.Equal(expected, string.Join(", ", names));
        Assert.Equal($$"""{"TotalCount":{{names.Count}},"ItemCount":{{names.Count}}}""", found.GetProperty("Page").GetRawText());
        Assert.Equal(("[]", "[]"), (found.GetProperty("Images").GetRawText(), found.GetProperty("Layers").GetRawText()));
    }

    [Theory]
    [InlineData("library/nginx:", "library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("library/nginx:V", "library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("library/nginx:v2.0-rc", "library/nginx:V2.0-RC")]
    [InlineData("Library/Nginx:v1", "library/nginx:v1.0")]
    [InlineData("library/nginx:1.0", "")]
    [InlineData("nginx:v1", "")]
    [InlineData("a b:v1", "")]
    [InlineData(":rc", "library/nginx:V2.0-RC")]
    [InlineData(":1", "library/nginx:v1.0 nginx/ingress:v1")]
    [InlineData(":%", "")]
    [InlineData("sha256:zz", "")]
    public async Task Search_for_images_has_no_repositories(string text, string expected)
    {
        var found = (await _zot.DataAsync(
            $"{{GlobalSearch(query:\"{text}\"){{Page{{TotalCount}} Repos{{Name}} Images{{RepoName Tag}} Layers{{Digest}}}}}}")).GetProperty("GlobalSearch");

        Assert.Equal(expected, Images(found.GetProperty("Images")));
        Assert.Equal(JsonValueKind.Null, found.GetProperty("Repos").ValueKind);
        Assert.Equal("[]", found.GetProperty("Layers").GetRawText());
    }

    [Fact]
    public async Task Search_for_a_digest_takes_its_beginning()
    {
        var prefix = _old.Digest.ToString()[..15];

        Assert.Equal("library/nginx:v1.0 other/a-nginx/tools:multi", Images((await _zot.DataAsync(
            $"{{GlobalSearch(query:\"{prefix}\"){{Images{{RepoName Tag}}}}}}")).GetProperty("GlobalSearch").GetProperty("Images")));
    }

    [Theory]
    [InlineData("@", "invalid search query")]
    [InlineData("a@sha256:b", "invalid search query")]
    [InlineData(":", "invalid search query")]
    [InlineData("a:b:c", "failed to parse search text, invalid format")]
    public async Task Search_of_another_form_is_an_error(string text, string message)
    {
        var (actual, data) = await _zot.FailAsync($"{{GlobalSearch(query:\"{text}\"){{Page{{TotalCount}}}}}}");

        Assert.StartsWith(message, actual, StringComparison.Ordinal);
        Assert.Equal("null", data);
    }

    [Theory]
    [InlineData("query:\"$\"", "max string size limit exceeded for query parameter. max=256 current=257 request parameter has invalid value")]
    [InlineData("query:\"\",filter:{Os:[\"a\",\"$\"]}", "max string size limit exceeded for os parameter. max=256 current=257")]
    [InlineData("query:\":\",filter:{Arch:\"$\"}", "max string size limit exceeded for arch parameter. max=256 current=257")]
    [InlineData("query:\"\",requestedPage:{offset:-1}", "requested page offset parameter can't be negative request parameter has invalid value")]
    public async Task Search_with_an_argument_out_of_range_is_an_error(string arguments, string message)
    {
        var text = arguments.Replace("$", new string('a', 255) + "é", StringComparison.Ordinal);

        Assert.StartsWith(
            message, (await _zot.FailAsync($"{{GlobalSearch({text}){{Page{{TotalCount}}}}}}")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImageList(repo:\"library/nginx\")", "library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("ImageList(repo:\"library/Nginx\")", "")]
    [InlineData("ImageList(repo:\"none\")", "")]
    [InlineData("ImageList(repo:\"../a\")", "")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:UPDATE_TIME})",
        "library/nginx:V2.0-RC team/my-nginx:latest nginx/ingress:v1 other/a-nginx/tools:multi library/nginx:v1.0")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:ALPHABETIC_DSC})",
        "team/my-nginx:latest other/a-nginx/tools:multi nginx/ingress:v1 library/nginx:v1.0 library/nginx:V2.0-RC")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:DOWNLOADS})",
        "library/nginx:v1.0 team/my-nginx:latest library/nginx:V2.0-RC nginx/ingress:v1 other/a-nginx/tools:multi")]
    [InlineData("ImageList(repo:\"\",requestedPage:{sortBy:RELEVANCE})",
        "library/nginx:V2.0-RC library/nginx:v1.0 nginx/ingress:v1 other/a-nginx/tools:multi team/my-nginx:latest")]
    [InlineData("ImageList(repo:\"\",requestedPage:{limit:2,offset:1,sortBy:ALPHABETIC_ASC})", "library/nginx:v1.0 nginx/ingress:v1")]
    [InlineData("DerivedImageList(image:\"library/nginx:v1.0\")", "library/nginx:V2.0-RC nginx/ingress:v1 other/a-nginx/tools:multi")]
    [InlineData("DerivedImageList(image:\"library/nginx:v1.0\",requestedPage:{limit:1,offset:1})", "nginx/ingress:v1")]
    [InlineData("DerivedImageList(image:\"team/my-nginx:latest\")", "")]
    [InlineData("BaseImageList(image:\"nginx/ingress:v1\")", "other/a-nginx/tools:multi library/nginx:v1.0")]
    [InlineData("BaseImageList(image:\"library/nginx:v1.0\")", "")]
    [InlineData("DerivedImageList(image:\"other/a-nginx/tools:multi\")",
        "library/nginx:V2.0-RC nginx/ingress:v1 other/a-nginx/tools:multi")]
    [InlineData("DerivedImageList(image:\"other/a-nginx/tools:multi\",digest:\"sha256:00\")", "")]
    [InlineData("DerivedImageList(image:\"other/a-nginx/tools:multi\",requestedPage:{sortBy:ALPHABETIC_DSC,limit:2})",
        "other/a-nginx/tools:multi nginx/ingress:v1")]
    public async Task List_of_images_is_ordered(string query, string expected) =>
        Assert.Equal(expected, Images((await _zot.DataAsync($"{{a:{query}{{Results{{RepoName Tag}}}}}}"))
            .GetProperty("a").GetProperty("Results")));

    [Fact]
    public async Task Images_of_an_index_are_reduced_to_those_that_match()
    {
        const string manifests = "{Page{TotalCount}Results{Tag Size Manifests{Platform{Os Arch}}}}";
        var arm = Some.Digest("arm").ToString()["sha256:".Length..][..12];
        var multi = (await _zot.Registry.GetManifestAsync(
            RepositoryName.Parse("other/a-nginx/tools"), Reference.To(_index.Digest), default))!;
        var armDigest = JsonDocument.Parse(multi.Content).RootElement.GetProperty("manifests")[1].GetProperty("digest").GetString();

        var data = await _zot.DataAsync(
            $$$"""
            {layer:ImageListForDigest(id:"{{{arm}}}",requestedPage:{sortBy:ALPHABETIC_DSC,limit:1}){{{manifests}}}
            index:ImageListForDigest(id:"{{{_index.Digest}}}"){{{manifests}}}
            based:BaseImageList(image:"other/a-nginx/tools:multi",digest:"{{{armDigest}}}"){Results{RepoName Tag Manifests{Platform{Arch} } } }
            derived:DerivedImageList(image:"other/a-nginx/tools:multi",digest:"{{{armDigest}}}"){Results{RepoName Tag} } }
            """);

        var layer = data.GetProperty("layer");
        Assert.Equal(2, layer.GetProperty("Page").GetProperty("TotalCount").GetInt32());
        var partial = layer.GetProperty("Results")[0];
        Assert.Equal("""[{"Platform":{"Os":"linux","Arch":"arm/v7"}}]""", partial.GetProperty("Manifests").GetRawText());
        var whole = data.GetProperty("index").GetProperty("Results")[0];
        Assert.Equal(
            """[{"Platform":{"Os":"linux","Arch":"amd64"}},{"Platform":{"Os":"linux","Arch":"arm/v7"}}]""",
            whole.GetProperty("Manifests").GetRawText());
        Assert.True(Size(partial) < Size(whole));
        Assert.Equal("library/nginx:v1.0 other/a-nginx/tools:multi", string.Join(' ', Images(data.GetProperty("based").GetProperty("Results")).Split(' ').Order(StringComparer.Ordinal)));
        Assert.All(
            data.GetProperty("based").GetProperty("Results").EnumerateArray(),
            static row => Assert.Equal("""[{"Platform":{"Arch":"amd64"}}]""", row.GetProperty("Manifests").GetRawText()));
        Assert.Equal("nginx/ingress:v1", Images(data.GetProperty("derived").GetProperty("Results")));

        static long Size(JsonElement row) => long.Parse(row.GetProperty("Size").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("UPDATE_TIME", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("ALPHABETIC_ASC", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("ALPHABETIC_DSC", "team/my-nginx other/a-nginx/tools nginx/ingress library/nginx")]
    [InlineData("DOWNLOADS", "library/nginx team/my-nginx nginx/ingress other/a-nginx/tools")]
    [InlineData("STARS", "nginx/ingress library/nginx other/a-nginx/tools team/my-nginx")]
    [InlineData("RELEVANCE", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    public async Task Repositories_are_ordered(string order, string expected)
    {
        await StarAsync("bob", "nginx/ingress");
        foreach (var query in (string[])["RepoListWithNewestImage(", "GlobalSearch(query:\"\","])
        {
            var items = query.StartsWith('G') ? "Repos" : "Results";
            var data = await _zot.DataAsync($"{{a:{query}requestedPage:{{sortBy:{order}}}){{{items}{{Name}}}}}}");
            Assert.Equal(expected, Names(data.GetProperty("a").GetProperty(items)));
        }
    }

    [Fact]
    public async Task Repository_has_the_sums_of_its_images()
    {
        await StarAsync("alice", Library);
        var data = await _zot.TextAsync(
            """
            {RepoListWithNewestImage(requestedPage:{limit:1}){Page{TotalCount ItemCount} Results{Name LastUpdated Platforms{Os Arch} Vendors
            DownloadCount StarCount IsStarred IsBookmarked Rank NewestImage{Tag LastUpdated}}}}
            """);

        Assert.Equal(
            """
            {"RepoListWithNewestImage":{"Page":{"TotalCount":4,"ItemCount":1},"Results":[{"Name":"library/nginx",
            "LastUpdated":"2026-01-02T03:04:05Z","Platforms":[{"Os":"linux","Arch":"amd64"},{"Os":"linux","Arch":"arm64"}],
            "Vendors":["acme"],"DownloadCount":2,"StarCount":1,"IsStarred":true,"IsBookmarked":false,"Rank":1,
            "NewestImage":{"Tag":"V2.0-RC","LastUpdated":"2024-01-01T00:00:00Z"}}]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            data);
    }

    [Fact]
    public async Task Size_of_a_repository_counts_each_blob_once()
    {
        var data = (await _zot.DataAsync("{ExpandedRepoInfo(repo:\"library/nginx\"){Summary{Size}Images{Tag Size}}}")).GetProperty("ExpandedRepoInfo");

        var images = data.GetProperty("Images").EnumerateArray().ToList();
        Assert.Equal(["V2.0-RC", "v1.0"], images.Select(static image => image.GetProperty("Tag").GetString()));
        Assert.Equal(
            images.Sum(Number) - "base".Length, Number(data.GetProperty("Summary")));

        static long Number(JsonElement json) => long.Parse(json.GetProperty("Size").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Marked_repositories_need_no_images()
    {
        var empty = RepositoryName.Parse("empty");
        await _zot.Registry.PushImageAsync(empty, "v1");
        await _zot.Registry.DeleteManifestAsync(empty, Reference.To(Tag.Parse("v1")), default);
        await StarAsync("alice", "empty", "library/nginx");
        await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "alice", RepositoryName.Parse("team/my-nginx")), default);

        Assert.Equal(
            """
            {"StarredRepos":{"Page":{"TotalCount":2},"Results":[{"Name":"empty","NewestImage":null},
            {"Name":"library/nginx","NewestImage":{"Tag":"V2.0-RC"}}]},
            "BookmarkedRepos":{"Results":[{"Name":"team/my-nginx"}]},"GlobalSearch":{"Repos":[]}}
            """.Replace("\n", "", StringComparison.Ordinal),
            await _zot.TextAsync(
                """
                {StarredRepos(requestedPage:{sortBy:ALPHABETIC_ASC}){Page{TotalCount} Results{Name NewestImage{Tag}}}
                BookmarkedRepos{Results{Name}} GlobalSearch(query:"empty"){Repos{Name}}}
                """));
    }

    [Theory]
    [InlineData("{}", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("{Os:\"\",Arch:[]}", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("{Os:\" LINUX \"}", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("{Os:\"windows\"}", "")]
    [InlineData("{Arch:[\"amd64\",\"none\",null]}", "library/nginx other/a-nginx/tools")]
    [InlineData("{Os:\"linux\",Arch:\"ARM/v7\"}", "nginx/ingress other/a-nginx/tools")]
    [InlineData("{Os:[\"windows\",\"linux\"],Arch:\"arm64\"}", "library/nginx team/my-nginx")]
    [InlineData("{HasToBeSigned:true}", "")]
    [InlineData("{HasToBeSigned:false}", "library/nginx nginx/ingress other/a-nginx/tools team/my-nginx")]
    [InlineData("{IsStarred:true}", "nginx/ingress")]
    [InlineData("{IsStarred:false}", "library/nginx other/a-nginx/tools team/my-nginx")]
    [InlineData("{IsBookmarked:true}", "")]
    [InlineData("{IsBookmarked:false,IsStarred:true}", "nginx/ingress")]
    public async Task Filter_selects_repositories(string filter, string expected)
    {
        // Only the newest image of a repository counts.
        await StarAsync("alice", "nginx/ingress");
        await _zot.Registry.PushReferrerAsync(Library, _old, "application/vnd.cncf.notary.signature");

        var data = await _zot.DataAsync($"{{GlobalSearch(query:\"\",filter:{filter}){{Repos{{Name}}}}}}");

        Assert.Equal(expected, Names(data.GetProperty("GlobalSearch").GetProperty("Repos")));
    }

    [Theory]
    [InlineData("{Arch:\"amd64\"}", "library/nginx:v1.0")]
    [InlineData("{Arch:[\"amd64\",\"arm64\"],Os:\"Linux\"}", "library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("{HasToBeSigned:true}", "library/nginx:v1.0")]
    [InlineData("{HasToBeSigned:true,Arch:\"arm64\"}", "")]
    [InlineData("{IsStarred:true,IsBookmarked:true}", "library/nginx:V2.0-RC library/nginx:v1.0")]
    public async Task Filter_selects_images(string filter, string expected)
    {
        await _zot.Registry.PushReferrerAsync(Library, _old, "application/vnd.cncf.notary.signature");

        var data = await _zot.DataAsync($"{{GlobalSearch(query:\"library/nginx:\",filter:{filter}){{Images{{RepoName Tag}}}}}}");

        Assert.Equal(expected, Images(data.GetProperty("GlobalSearch").GetProperty("Images")));
    }

    private static string Images(JsonElement rows) => string.Join(' ', rows.EnumerateArray().Select(
        static row => $"{row.GetProperty("RepoName").GetString()}:{row.GetProperty("Tag").GetString()}"));

    private static string Names(JsonElement rows) =>
        string.Join(' ', rows.EnumerateArray().Select(static row => row.GetProperty("Name").GetString()));

    private async Task StarAsync(string user, params string[] repositories)
    {
        foreach (var repository in repositories)
        {
            await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Star, user, RepositoryName.Parse(repository)), default);
        }
    }
}
#endif
