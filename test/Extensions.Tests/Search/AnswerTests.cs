#if EXT_SEARCH
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Hosting.Vulnerabilities;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

/// <summary>
/// The answers to every query, for each kind of caller, with access control and without: those of <c>answers.txt</c>.
/// </summary>
public sealed class AnswerTests : IAsyncLifetime
{
    private const string Images = "Page{TotalCount ItemCount} Results{RepoName Tag}";
    private const string Repositories = "Page{TotalCount} Results{Name StarCount IsStarred IsBookmarked}";
    private const string Found = "Page{TotalCount} Repos{Name Rank} Images{RepoName Tag}";

    private static readonly string[] Names = ["office/app", "public/app", "secret/app", "team/app"];
    private static readonly string[] Open = ["anonymous user, open registry", "alice, open registry"];
    private static readonly string[] Restricted = ["", "carol", "writer", "alice", "alice@office", "carol+dev", "root"];

    private SearchFixture _zot = null!;
    private Descriptor _team = null!;

    private IReadOnlyList<string> Queries =>
    [
        .. Names.Concat(["none/app"]).SelectMany(static name => (string[])
        [
            $"Image(image:\"{name}:v1\"){{RepoName Tag IsDeletable}}",
            $"ExpandedRepoInfo(repo:\"{name}\"){{Summary{{Name StarCount IsStarred IsBookmarked}} Images{{Tag IsDeletable}}}}",
            $"CVEListForImage(image:\"{name}:v1\"){{Tag CVEList{{Id}} Page{{TotalCount}}}}",
            $"ImageListWithCVEFixed(id:\"CVE-1\",image:\"{name}\"){{{Images}}}",
            $"DerivedImageList(image:\"{name}:v1\"){{{Images}}}",
            $"BaseImageList(image:\"{name}:v2\"){{{Images}}}",
            $"ImageList(repo:\"{name}\"){{{Images}}}",
            $"GlobalSearch(query:\"{name}:v\"){{{Found}}}",
            $"CVEDiffListForImages(minuend:{{Repo:\"{name}\",Tag:\"v1\"}},subtrahend:{{Repo:\"public/app\",Tag:\"v1\"}}){{CVEList{{Id}}}}",
        ]),
        $"Referrers(repo:\"team/app\",digest:\"{_team.Digest}\"){{ArtifactType}}",
        $"Referrers(repo:\"none/app\",digest:\"{_team.Digest}\"){{ArtifactType}}",
        $"ImageListForCVE(id:\"CVE-1\"){{{Images}}}",
        $"ImageListForDigest(id:\"{_team.Digest}\"){{{Images}}}",
        $"ImageListForDigest(id:\"{Some.Digest("base")}\"){{{Images}}}",
        $"ImageList(repo:\"\",requestedPage:{{limit:1,offset:1}}){{{Images}}}",
        $"GlobalSearch(query:\"\"){{{Found}}}",
        $"GlobalSearch(query:\"\",filter:{{IsStarred:true}}){{{Found}}}",
        $"GlobalSearch(query:\"app\",requestedPage:{{limit:1}}){{{Found}}}",
        $"GlobalSearch(query:\":2\"){{{Found}}}",
        $"GlobalSearch(query:\"{_team.Digest}\"){{{Found}}}",
        $"RepoListWithNewestImage{{{Repositories}}}",
        $"StarredRepos{{{Repositories}}}",
        $"BookmarkedRepos{{{Repositories}}}",
    ];

    // Each repository has v1, which has a vulnerability, and v2, which is built on it and has none.
    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync(new ManualTime());
        foreach (var name in Names)
        {
            var first = await _zot.Registry.PushAsync(name, "v1", SearchContent.Config("amd64", "2024-01-01T00:00:00Z"), $"base {name}");
            var second = await _zot.Registry.PushAsync(name, "v2", SearchContent.Config("amd64", "2025-01-01T00:00:00Z"), $"base {name} more");
            _zot.Scanner.Declare(first, name == "public/app" ? [] : [new Cve("CVE-1", CveSeverity.High)]);
            _zot.Scanner.Declare(second);
            _team = first;
            await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Star, "alice", RepositoryName.Parse(name)), default);
        }

        await _zot.Registry.PushReferrerAsync("team/app", _team, "a/b");
        await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "alice", RepositoryName.Parse("secret/app")), default);
        await _zot.Preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "alice", RepositoryName.Parse("team/app")), default);
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Fact]
    public async Task Answers_are_those_that_were_reviewed()
    {
        List<string> lines = [];
        foreach (var query in Queries)
        {
            List<(string Caller, string Answer)> answers = [];
            foreach (var caller in Open.Concat(Restricted))
            {
                answers.Add((caller.Length == 0 ? "anonymous user" : caller, await AnswerAsync(query, caller)));
            }

            lines.Add($"{{{query}}}");
            lines.AddRange(answers.GroupBy(static one => one.Answer, static one => one.Caller)
                .SelectMany(static same => (string[])[$"  {string.Join("; ", same)}", $"    {same.Key}"]));
        }

        // To review a change: run the test with the path of the file.
        if (Environment.GetEnvironmentVariable("ZOT_ANSWERS") is { Length: > 0 } path)
        {
            await File.WriteAllLinesAsync(path, lines, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await ReadAsync(), lines);
    }

    private static async Task<string[]> ReadAsync()
    {
        await using var stream = typeof(AnswerTests).Assembly.GetManifestResourceStream("answers.txt")!;
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n');
    }

    private async Task<string> AnswerAsync(string query, string caller)
    {
        var (status, body) = await _zot.GetAsync($"{{{query}}}", CallerOf(caller));
        Assert.Equal(200, status);
        return body;
    }

    private static IAccessFeature CallerOf(string caller) =>
        caller == Open[0] ? new OpenCaller(AccessControlContext.Unrestricted(Identity.Anonymous))
        : caller == Open[1] ? new OpenCaller(AccessControlContext.Unrestricted(new Identity("alice", [])))
        : SearchCallers.Of(caller);

    private sealed record OpenCaller(AccessControlContext Access) : IAccessFeature;
}
#endif
