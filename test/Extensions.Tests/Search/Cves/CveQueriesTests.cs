#if EXT_SEARCH
using System.Text.Json;
using Xunit;
using Zot.Hosting.Vulnerabilities;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search.Cves;

public sealed class CveQueriesTests : IAsyncLifetime
{
    private const string App = "team/app";

    private static readonly Cve Overflow = new("CVE-2020-0002", CveSeverity.High)
    {
        Title = "Overflow",
        Description = "A buffer overflow in the parser",
        Reference = "https://www.cve.org/CVERecord?id=CVE-2020-0002",
        Packages = [new CvePackage("zlib", "Not Specified", "1.2", "1.3"), new CvePackage("lib.js", "usr/lib.js", "2.0", "Not Specified")],
    };

    private static readonly Cve Leak = new("CVE-2020-0001", CveSeverity.Low) { Title = "Leak", Packages = [new CvePackage("curl", "", "7", "8")] };
    private static readonly Cve Vague = new("GHSA-1", CveSeverity.Unknown) { Title = "Vague" };

    private SearchFixture _zot = null!;
    private Descriptor _first = null!;
    private Descriptor _arm = null!;
    private Descriptor _index = null!;

    // By time: v1 with all; v2 with one; v3 with none; an index whose image for arm has one; an artifact.
    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync(new ManualTime());
        _first = await PushAsync("v1", "amd64", 2020, Overflow, Leak, Vague);
        await PushAsync("v2", "amd64", 2021, Leak);
        await PushAsync("v3", "amd64", 2022);
        var amd = await PushAsync(null, "amd64", 2023);
        _arm = await PushAsync(null, "arm64", 2023, Overflow);
        _index = await _zot.Registry.PushIndexAsync(App, "multi", [amd, _arm]);
        _zot.Scanner.Declare(_index, Overflow);
        await _zot.Registry.PushReferrerAsync(App, _first, "a/b", tag: "artifact");
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Fact]
    public async Task Image_has_the_vulnerabilities_that_the_scanner_finds()
    {
        Assert.Equal(
            Line("""
            {"CVEListForImage":{"Tag":"v1","CVEList":[
            {"Id":"CVE-2020-0002","Title":"Overflow","Description":"A buffer overflow in the parser",
            "Reference":"https://www.cve.org/CVERecord?id=CVE-2020-0002","Severity":"HIGH","PackageList":[
            {"Name":"zlib","PackagePath":"Not Specified","InstalledVersion":"1.2","FixedVersion":"1.3"},
            {"Name":"lib.js","PackagePath":"usr/lib.js","InstalledVersion":"2.0","FixedVersion":"Not Specified"}]},
            {"Id":"CVE-2020-0001","Title":"Leak","Description":"","Reference":"","Severity":"LOW","PackageList":[
            {"Name":"curl","PackagePath":"","InstalledVersion":"7","FixedVersion":"8"}]},
            {"Id":"GHSA-1","Title":"Vague","Description":"","Reference":"","Severity":"UNKNOWN","PackageList":[]}],
            "Summary":{"MaxSeverity":"HIGH","Count":3,"UnknownCount":1,"LowCount":1,"MediumCount":0,"HighCount":1,"CriticalCount":0},
            "Page":{"TotalCount":3,"ItemCount":3}}}
            """),
            await _zot.TextAsync("""
            {CVEListForImage(image:"team/app:v1"){Tag CVEList{Id Title Description Reference Severity
            PackageList{Name PackagePath InstalledVersion FixedVersion}}
            Summary{MaxSeverity Count UnknownCount LowCount MediumCount HighCount CriticalCount} Page{TotalCount ItemCount}}}
            """));
    }

    [Theory]
    [InlineData("searchedCVE:\"cve-2020\"", "CVE-2020-0002 CVE-2020-0001")]
    [InlineData("searchedCVE:\"PARSER\"", "CVE-2020-0002")]
    [InlineData("searchedCVE:\"usr/lib\"", "CVE-2020-0002")]
    [InlineData("searchedCVE:\"1.3\"", "CVE-2020-0002")]
    [InlineData("searchedCVE:\"cverecord\"", "CVE-2020-0002")]
    [InlineData("searchedCVE:\"low\"", "CVE-2020-0002 CVE-2020-0001")]
    [InlineData("searchedCVE:\"none\"", "")]
    [InlineData("searchedCVE:\"\"", "CVE-2020-0002 CVE-2020-0001 GHSA-1")]
    [InlineData("excludedCVE:\"CVE\"", "GHSA-1")]
    [InlineData("searchedCVE:\"cve\",excludedCVE:\"curl\"", "CVE-2020-0002")]
    [InlineData("severity:\"HIGH\"", "CVE-2020-0002")]
    [InlineData("severity:\"low\"", "CVE-2020-0001")]
    [InlineData("severity:\"CRITICAL\"", "")]
    [InlineData("severity:\"severe\"", "GHSA-1")]
    [InlineData("severity:\"\"", "CVE-2020-0002 CVE-2020-0001 GHSA-1")]
    [InlineData("requestedPage:{sortBy:SEVERITY}", "CVE-2020-0002 CVE-2020-0001 GHSA-1")]
    [InlineData("requestedPage:{sortBy:ALPHABETIC_ASC}", "CVE-2020-0001 CVE-2020-0002 GHSA-1")]
    [InlineData("requestedPage:{sortBy:ALPHABETIC_DSC}", "GHSA-1 CVE-2020-0002 CVE-2020-0001")]
    [InlineData("requestedPage:{limit:1,offset:1}", "CVE-2020-0001", 3)]
    [InlineData("requestedPage:{limit:4096}", "CVE-2020-0002 CVE-2020-0001 GHSA-1")]
    [InlineData("requestedPage:{offset:1}", "", 3)]
    public async Task List_of_vulnerabilities_is_selected_by_its_arguments(string arguments, string expected, int? total = null)
    {
        var result = (await _zot.DataAsync(
            $"{{CVEListForImage(image:\"team/app:v1\",{arguments}){{CVEList{{Id}} Summary{{Count}} Page{{TotalCount ItemCount}}}}}}"))
            .GetProperty("CVEListForImage");

        var ids = Texts(result.GetProperty("CVEList"), "Id");
        Assert.Equal(expected, string.Join(' ', ids));
        Assert.Equal("""{"Count":3}""", result.GetProperty("Summary").GetRawText()); // of the whole image
        Assert.Equal(
            $$"""{"TotalCount":{{total ?? ids.Count}},"ItemCount":{{ids.Count}}}""", result.GetProperty("Page").GetRawText());
    }

    [Theory]
    [InlineData("image:\"team/app:v1\",requestedPage:{limit:-1}", "pagination limit has negative value")]
    [InlineData("image:\"team/app:v1\",requestedPage:{offset:-1}", "pagination offset has negative value")]
    [InlineData("image:\"team/app:v1\",requestedPage:{limit:4097}", "pagination limit has excessive value")]
    [InlineData("image:\"team/app:v1\",requestedPage:{sortBy:STARS}",
        "sorting CVEs by 'STARS' is not supported the pagination sort criteria is not supported")]
    [InlineData("image:\"team/app:v1\",requestedPage:{sortBy:RELEVANCE}",
        "sorting CVEs by 'RELEVANCE' is not supported the pagination sort criteria is not supported")]
    [InlineData("image:\"team/app\"", "no reference provided")]
    [InlineData("image:\"team/app:\"", "no reference provided")]
    [InlineData("image:\"team/app@\"", "no reference provided")]
    [InlineData("image:\"team/app@latest\"", "can't find image: team/app@latest")]
    [InlineData("image:\"team/app:none\"", "can't find image: team/app:none")]
    [InlineData("image:\"none:v1\"", "repo metadata not found for given repo name")]
    [InlineData("image:\"../none@sha256:00\"", "repo metadata not found for given repo name")]
    [InlineData("image:\"team/app:artifact\"", "it is missing")]
    public async Task List_that_cannot_be_made_is_an_error(string arguments, string message) =>
        Assert.Equal((message, "null"), await _zot.FailAsync($"{{CVEListForImage({arguments}){{Tag}}}}"));

    [Fact]
    public async Task Image_by_digest_has_its_digest_as_tag() =>
        Assert.Equal(
            $$$"""{"CVEListForImage":{"Tag":"{{{_arm.Digest}}}","CVEList":[{"Id":"CVE-2020-0002"}]}}""",
            await _zot.TextAsync($"{{CVEListForImage(image:\"team/app@{_arm.Digest}\"){{Tag CVEList{{Id}}}}}}"));

    [Theory]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0001\"", "v2 v1")]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0001\",requestedPage:{sortBy:ALPHABETIC_ASC}", "v1 v2")]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0001\",requestedPage:{limit:1,offset:1}", "v1", 2)]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0002\"", "multi v1")]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0002\",filter:{Arch:[\"amd64\"]}", "v1")]
    [InlineData("ImageListForCVE(id:\"CVE-2020-0002\",filter:{HasToBeSigned:true}", "")]
    [InlineData("ImageListForCVE(id:\"CVE-2020\"", "")]
    [InlineData("ImageListWithCVEFixed(image:\"team/app\",id:\"CVE-2020-0001\"", "multi v3")]
    [InlineData("ImageListWithCVEFixed(image:\"team/app\",id:\"CVE-2020-0002\"", "multi v3 v2")]
    [InlineData("ImageListWithCVEFixed(image:\"team/app\",id:\"CVE-2020-0002\",filter:{Arch:\"arm64\"}", "")]
    [InlineData("ImageListWithCVEFixed(image:\"team/app\",id:\"CVE-2020-0002\",requestedPage:{sortBy:ALPHABETIC_DSC,limit:2}", "v3 v2", 3)]
    [InlineData("ImageListWithCVEFixed(image:\"team/app\",id:\"CVE-1\"", "multi v3 v2 v1")] // in none of them
    public async Task Images_are_listed_by_vulnerability(string query, string tags, int? total = null)
    {
        var result = (await _zot.DataAsync($"{{a:{query}){{Page{{TotalCount ItemCount}} Results{{Tag}}}}}}")).GetProperty("a");

        var found = Texts(result.GetProperty("Results"), "Tag");
        Assert.Equal(tags, string.Join(' ', found));
        Assert.Equal(
            $$"""{"TotalCount":{{total ?? found.Count}},"ItemCount":{{found.Count}}}""", result.GetProperty("Page").GetRawText());
    }

    [Fact]
    public async Task Images_of_an_index_are_reduced_to_those_with_the_vulnerability_or_without()
    {
        const string manifests = "{Results{Tag Manifests{Platform{Arch}}}}";

        var data = await _zot.TextAsync($$"""
            {with:ImageListForCVE(id:"CVE-2020-0002",requestedPage:{limit:1}){{manifests}}
            fixed:ImageListWithCVEFixed(id:"CVE-2020-0002",image:"team/app",requestedPage:{limit:1}){{manifests}} }
            """);

        Assert.Equal(
            Line("""
            {"with":{"Results":[{"Tag":"multi","Manifests":[{"Platform":{"Arch":"arm64"}}]}]},
            "fixed":{"Results":[{"Tag":"multi","Manifests":[{"Platform":{"Arch":"amd64"}}]}]}}
            """),
            data);
    }

    [Fact]
    public async Task Image_that_cannot_be_scanned_has_no_vulnerability_and_none_that_is_fixed()
    {
        _zot.Scanner.Failures[_first.Digest] = new CveScanException("no layers");
        _zot.Scanner.Failures[_arm.Digest] = new InvalidOperationException("a bug of the scanner");

        Assert.Equal(
            """{"a":{"Results":[{"Tag":"v2"}]},"b":{"Results":[]},"c":{"Results":[{"Tag":"multi"},{"Tag":"v3"},{"Tag":"v2"}]}}""",
            await _zot.TextAsync("""
            {a:ImageListForCVE(id:"CVE-2020-0001"){Results{Tag}} b:ImageListForCVE(id:"CVE-2020-0002"){Results{Tag}}
            c:ImageListWithCVEFixed(id:"CVE-9",image:"team/app"){Results{Tag}}}
            """));
    }

    [Theory]
    [InlineData("none", "repo metadata not found for given repo name")]
    [InlineData("../none", "repo metadata not found for given repo name")]
    public async Task Fix_in_an_unknown_repository_is_an_error(string repository, string message) =>
        Assert.Equal(
            (message, "null"), await _zot.FailAsync($"{{ImageListWithCVEFixed(id:\"CVE-1\",image:\"{repository}\"){{Results{{Tag}}}}}}"));

    [Theory]
    [InlineData("", false)]
    [InlineData("carol", false)]
    [InlineData("writer", false)]
    [InlineData("alice", true)]
    [InlineData("carol+dev", true)]
    [InlineData("root", true)]
    public async Task Vulnerabilities_of_an_unreadable_repository_look_like_those_of_an_empty_one(string caller, bool isReadable)
    {
        var data = (await _zot.DataAsync(
            """
            {CVEListForImage(image:"team/app:v2"){Tag CVEList{Id} Summary{Count} Page{TotalCount}}
            ImageListForCVE(id:"CVE-2020-0001"){Page{TotalCount}}
            ImageListWithCVEFixed(id:"CVE-2020-0001",image:"team/app"){Page{TotalCount}}}
            """,
            SearchCallers.Of(caller))).GetRawText();

        var (of, with, @fixed) = isReadable
            ? ("""{"Tag":"v2","CVEList":[{"Id":"CVE-2020-0001"}],"Summary":{"Count":1},"Page":{"TotalCount":1}}""", Count(2), Count(2))
            : ("""{"Tag":null,"CVEList":null,"Summary":null,"Page":null}""", Count(0), Count(0));
        Assert.Equal(
            $$"""{"CVEListForImage":{{of}},"ImageListForCVE":{{with}},"ImageListWithCVEFixed":{{@fixed}}}""",
            data);
        Assert.Equal(isReadable, _zot.Scanner.Scanned.Count > 0);

        static string Count(int number) => $$$"""{"Page":{"TotalCount":{{{number}}}}}""";
    }

    [Theory]
    [InlineData("CVEListForImage(image:\"team/app:v1\"){Tag}")]
    [InlineData("CVEListForImage(image:\"\"){Tag}")]
    [InlineData("CVEDiffListForImages(minuend:{Repo:\"\",Tag:\"\"},subtrahend:{Repo:\"\",Tag:\"\"}){Minuend{Repo}}")]
    [InlineData("ImageListForCVE(id:\"\",requestedPage:{limit:-1}){Results{Tag}}")]
    [InlineData("ImageListWithCVEFixed(id:\"\",image:\"none\"){Results{Tag}}")]
    public async Task Query_without_a_scanner_is_an_error_for_all_callers(string query)
    {
        _zot.Scanner.IsEnabled = false;

        foreach (var caller in (string[])["", "alice", "root"])
        {
            Assert.Equal(("cve search is disabled", "null"), await _zot.FailAsync($"{{{query}}}", SearchCallers.Of(caller)));
        }
    }

    private static string Line(string text) => text.Replace("\n", "", StringComparison.Ordinal);

    private static List<string?> Texts(JsonElement list, string name) =>
        [.. list.EnumerateArray().Select(item => item.GetProperty(name).GetString())];

    private async Task<Descriptor> PushAsync(string? tag, string architecture, int year, params IReadOnlyList<Cve> cves)
    {
        var image = await _zot.Registry.PushAsync(
            App, tag, SearchContent.Config(architecture, $"{year}-01-01T00:00:00Z"), $"layer{year}");
        _zot.Scanner.Declare(image, cves);
        return image;
    }
}
#endif
