#if EXT_SEARCH
using Xunit;
using Zot.Hosting.Vulnerabilities;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search.Cves;

/// <summary>Summaries of vulnerabilities in lists: they contain what earlier scans found.</summary>
public sealed class CveSummaryTests : IAsyncLifetime
{
    private const string Blank = """{"MaxSeverity":"","Count":0,"CriticalCount":0}""";
    private const string Selection = "Vulnerabilities{MaxSeverity Count CriticalCount}";

    private SearchFixture _zot = null!;
    private Descriptor _image = null!;
    private Descriptor _index = null!;

    /// <summary>Each query with a summary, and its path.</summary>
    public static TheoryData<string> Queries =>
    [
        "Image(image:\"team/app:v1\"){$}",
        "ImageList(repo:\"team/app\",requestedPage:{limit:1,sortBy:ALPHABETIC_DSC}){Results{$}}",
        "DerivedImageList(image:\"team/base:v1\"){Results{$}}",
        "RepoListWithNewestImage(requestedPage:{limit:1}){Results{NewestImage{$}}}",
        "StarredRepos(requestedPage:{limit:1}){Results{NewestImage{$}}}",
        "BookmarkedRepos(requestedPage:{limit:1}){Results{NewestImage{$}}}",
        "GlobalSearch(query:\"app\"){Repos{NewestImage{$}}}",
        "GlobalSearch(query:\"team/app:v1\"){Images{$}}",
        "ExpandedRepoInfo(repo:\"team/app\"){Summary{NewestImage{$}}}",
        "Image(image:\"team/app:v1\"){Manifests{$}}",
    ];

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync(new ManualTime());
        await _zot.Registry.PushAsync("team/base", "v1", SearchContent.Config("amd64", "2020-01-01T00:00:00Z"), "base");
        _image = await _zot.Registry.PushAsync("team/app", "v1", SearchContent.Config("amd64", "2024-01-01T00:00:00Z"), "base app");
        var other = await _zot.Registry.PushAsync("team/app", tag: null, SearchContent.Config("arm64", "2023-01-01T00:00:00Z"), "other");
        _index = await _zot.Registry.PushIndexAsync("team/app", "multi", [other]);
        foreach (var kind in Enum.GetValues<Zot.Metadata.Users.MarkKind>())
        {
            await _zot.Preferences.ToggleAsync(new(kind, "alice", RepositoryName.Parse("team/app")), default);
        }
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Summary_is_that_of_the_last_scan(string query)
    {
        Assert.Contains(Blank, await TextAsync(query), StringComparison.Ordinal); // no scanner

        _zot.Scanner.Declare(_image, new Cve("CVE-1", CveSeverity.Critical), new Cve("CVE-2", CveSeverity.Low));
        Assert.Contains(Blank, await TextAsync(query), StringComparison.Ordinal); // not scanned yet
        Assert.Empty(_zot.Scanner.Scanned);

        await _zot.Scanner.ScanAsync(RepositoryName.Parse("team/app"), _image.Digest, default);
        Assert.Contains(
            """{"MaxSeverity":"CRITICAL","Count":2,"CriticalCount":1}""", await TextAsync(query), StringComparison.Ordinal);
        Assert.Single(_zot.Scanner.Scanned);

        _zot.Scanner.Declare(_image);
        Assert.Contains("""{"MaxSeverity":"NONE","Count":0,"CriticalCount":0}""", await TextAsync(query), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_that_cannot_be_scanned_has_an_error_beside_the_data()
    {
        _zot.Scanner.Declare(_image);
        _zot.Scanner.Failures[_image.Digest] = new CveScanException("no layers");

        Assert.Equal(
            ("unable to run vulnerability scan on tag v1 in repo team/app: error: no layers",
                $$$"""{"Image":{"Tag":"v1","Vulnerabilities":{{{Blank}}}}}"""),
            await _zot.FailAsync($"{{Image(image:\"team/app:v1\"){{Tag {Selection}}}}}"));
        Assert.Equal(
            $"unable to run vulnerability scan in repo team/app: manifest digest: {_image.Digest}, error: no layers",
            (await _zot.FailAsync($"{{Image(image:\"team/app:v1\"){{Manifests{{{Selection}}}}}}}")).Message);
    }

    [Fact]
    public async Task Scanner_that_fails_unexpectedly_has_an_error_beside_the_data()
    {
        _zot.Scanner.Declare(_image);
        _zot.Scanner.Failures[_image.Digest] = new InvalidOperationException("internal");

        Assert.Equal(
            ("unable to run vulnerability scan on tag v1 in repo team/app: error: the scan failed",
                $$$"""{"Image":{"Tag":"v1","Vulnerabilities":{{{Blank}}}}}"""),
            await _zot.FailAsync($"{{Image(image:\"team/app:v1\"){{Tag {Selection}}}}}"));
    }

    [Fact]
    public async Task Index_has_a_summary_of_its_own()
    {
        _zot.Scanner.Declare(_index, new Cve("CVE-1", CveSeverity.Medium));
        await _zot.Scanner.ScanAsync(RepositoryName.Parse("team/app"), _index.Digest, default);

        Assert.Equal(
            """{"Image":{"Vulnerabilities":{"MaxSeverity":"MEDIUM","MediumCount":1},"Manifests":[{"Vulnerabilities":{"MaxSeverity":""}}]}}""",
            await _zot.TextAsync(
                "{Image(image:\"team/app:multi\"){Vulnerabilities{MaxSeverity MediumCount} Manifests{Vulnerabilities{MaxSeverity}}}}"));
    }

    private async Task<string> TextAsync(string query) =>
        await _zot.TextAsync($"{{{query.Replace("$", Selection, StringComparison.Ordinal)}}}");
}
#endif
