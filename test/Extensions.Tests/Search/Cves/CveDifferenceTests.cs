#if EXT_SEARCH
using Xunit;
using Zot.Hosting.Vulnerabilities;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search.Cves;

public sealed class CveDifferenceTests : IAsyncLifetime
{
    private const string App = "team/app";
    private const string Null = "the requested element is null which the schema does not allow";

    private static readonly Cve One = new("CVE-1", CveSeverity.Low);
    private static readonly Cve Two = new("CVE-2", CveSeverity.Critical) { Packages = [new CvePackage("zlib", "a/b", "1", "2")] };
    private static readonly Cve Three = new("CVE-3", CveSeverity.High);

    private SearchFixture _zot = null!;
    private Descriptor _arm = null!;

    public async ValueTask InitializeAsync()
    {
        _zot = await SearchFixture.CreateAsync(new ManualTime());
        await PushAsync("base", "amd64", "a", One);
        await PushAsync("middle", "amd64", "b a", One, Three);
        await PushAsync("v1", "amd64", "a b c", One, Two, Three);
        _arm = await PushAsync(null, "arm64/v8", "d", Two, Three);
        var amd = await PushAsync(null, "amd64", "e", One);
        await _zot.Registry.PushIndexAsync(App, "multi", [_arm, amd]);
        await PushAsync("alone", "amd64", "f");
    }

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Fact]
    public async Task Difference_has_what_the_scanner_finds_in_the_first_image_only()
    {
        const string fields = """
            {Minuend{Repo Tag Platform{Os Arch}} Subtrahend{Repo Tag Platform{Os Arch}}
            CVEList{Id Severity PackageList{Name PackagePath}} Summary{MaxSeverity Count HighCount} Page{TotalCount ItemCount}}
            """;

        Assert.Equal(
            """
            {"CVEDiffListForImages":{"Minuend":{"Repo":"team/app","Tag":"v1","Platform":{"Os":"linux","Arch":"amd64"}},
            "Subtrahend":{"Repo":"team/app","Tag":"base","Platform":{"Os":"linux","Arch":"amd64"}},
            "CVEList":[{"Id":"CVE-2","Severity":"CRITICAL","PackageList":[{"Name":"zlib","PackagePath":"a/b"}]},
            {"Id":"CVE-3","Severity":"HIGH","PackageList":[]}],"Summary":{"MaxSeverity":"CRITICAL","Count":2,"HighCount":1},
            "Page":{"TotalCount":2,"ItemCount":2}}}
            """.Replace("\n", "", StringComparison.Ordinal),
            await _zot.TextAsync($"{{CVEDiffListForImages(minuend:{Image("v1")},subtrahend:{Image("base")}){fields}}}"));
    }

    [Theory]
    [InlineData("v1", "", "base", "", "", "CVE-2 CVE-3")]
    [InlineData("v1", "", "base", "", "requestedPage:{limit:1,offset:1}", "CVE-3")]
    [InlineData("v1", "", "base", "", "requestedPage:{sortBy:ALPHABETIC_DSC}", "CVE-3 CVE-2")]
    [InlineData("v1", "", "base", "", "searchedCVE:\"zlib\"", "CVE-2")]
    [InlineData("v1", "", "middle", "", "excludedCVE:\"cve-3\"", "CVE-2")]
    [InlineData("base", "", "v1", "", "", "")]
    [InlineData("multi", "linux/arm64", "base", "", "", "CVE-2 CVE-3")]
    [InlineData("multi", "LINUX/arm64/v8", "base", "", "", "CVE-2 CVE-3")]
    [InlineData("v1", "other/any", "multi", "linux/amd64", "", "CVE-2 CVE-3")]
    [InlineData("v1", "", "", "", "", "CVE-2")] // the base with most layers in common is chosen
    public async Task Difference_is_selected_by_the_arguments(
        string tag, string platform, string other, string otherPlatform, string arguments, string expected)
    {
        var subtrahend = other.Length == 0 ? "{Repo:\"\",Tag:\"\"}" : Image(other, otherPlatform);
        var result = (await _zot.DataAsync(
            $"{{a:CVEDiffListForImages(minuend:{Image(tag, platform)},subtrahend:{subtrahend},{arguments}){{CVEList{{Id}} Summary{{MaxSeverity Count}}}}}}"))
            .GetProperty("a");

        Assert.Equal(expected, string.Join(' ', result.GetProperty("CVEList").EnumerateArray().Select(static cve => cve.GetProperty("Id").GetString())));
        if (expected.Length == 0)
        {
            Assert.Equal("""{"MaxSeverity":"","Count":0}""", result.GetProperty("Summary").GetRawText());
        }
    }

    [Fact]
    public async Task Manifest_of_an_index_is_chosen_by_its_digest() =>
        Assert.Equal(
            $$$$"""{"CVEDiffListForImages":{"Minuend":{"Tag":"multi","Digest":"{{{{_arm.Digest}}}}"},"Summary":{"Count":2}}}""",
            await _zot.TextAsync($$"""
            {CVEDiffListForImages(minuend:{Repo:"team/app",Tag:"multi",Digest:"{{_arm.Digest}}"},subtrahend:{{Image("base")}})
            {Minuend{Tag Digest} Summary{Count} } }
            """));

    [Theory]
    [InlineData("{Repo:\"\",Tag:\"v1\"}", "minuend image <empty>:v1: repo name can't be empty string")]
    [InlineData("{Repo:\"team/app\",Tag:\"\"}", "minuend image team/app: tag can't be empty string")]
    [InlineData("{Repo:\"team/app\",Tag:\"none\"}", "minuend image team/app:none: image not found")]
    [InlineData("{Repo:\"../app\",Tag:\"v1\"}", "minuend image ../app:v1: image not found")]
    [InlineData("{Repo:\"none\",Tag:\"v1\",Platform:{Os:\"linux\",Arch:\"amd64\"}}", "minuend image none:v1 (linux/amd64): image not found")]
    [InlineData("{Repo:\"team/app\",Tag:\"multi\",Digest:\"\"}",
        "minuend image team/app:multi: input is not specific enough: platform or specific manifest digest needed")]
    [InlineData("{Repo:\"team/app\",Tag:\"multi\",Platform:{Os:\"linux\"}}",
        "minuend image team/app:multi (linux/): input is not specific enough: platform or specific manifest digest needed")]
    [InlineData("{Repo:\"team/app\",Tag:\"multi\",Platform:{Os:\"linux\",Arch:\"s390x\"}}",
        "minuend image team/app:multi (linux/s390x): image not found")]
    [InlineData("{Repo:\"team/app\",Tag:\"multi\",Digest:\"sha256:00\"}", "minuend image team/app:multi: image not found")]
    public async Task Image_that_is_not_found_is_an_error_with_its_role(string image, string message)
    {
        Assert.Equal((message, "null"), await FailAsync(image, Image("base")));
        if (!image.StartsWith("{Repo:\"\"", StringComparison.Ordinal))
        {
            Assert.Equal((message.Replace("minuend", "subtrahend", StringComparison.Ordinal), "null"), await FailAsync(Image("base"), image));
        }
    }

    [Fact]
    public async Task Image_without_a_base_in_its_repository_is_an_error() =>
        Assert.Equal(
            ("subtrahend image <empty>: no reference provided", "null"),
            await FailAsync(Image("alone"), "{Repo:\"\",Tag:\"\"}"));

    [Fact]
    public async Task Scan_that_fails_is_an_error_with_the_role_of_the_image()
    {
        _zot.Scanner.Failures[_arm.Digest] = new CveScanException("no layers");

        Assert.Equal(
            ("subtrahend image team/app:multi (linux/arm64): no layers", "null"),
            await FailAsync(Image("base"), Image("multi", "linux/arm64")));
    }

    [Theory]
    [InlineData("", "team/app", Null)]
    [InlineData("carol", "team/app", Null)]
    [InlineData("carol", "team/none", Null)]
    [InlineData("alice", "team/app", "minuend image team/app:none: image not found")]
    [InlineData("carol+dev", "team/app", "minuend image team/app:none: image not found")]
    [InlineData("alice", "office/app", Null)]
    [InlineData("alice@office", "office/app", "minuend image office/app:none: image not found")]
    public async Task Unreadable_image_is_an_error_that_does_not_depend_on_what_exists(string caller, string repository, string message)
    {
        var image = $"{{Repo:\"{repository}\",Tag:\"none\"}}";

        Assert.Equal((message, "null"), await FailAsync(image, image, caller));
        Assert.Empty(_zot.Scanner.Scanned);
    }

    private static string Image(string tag, string platform = "") => platform.Split('/', 2) is [var os, var architecture]
        ? $"{{Repo:\"team/app\",Tag:\"{tag}\",Platform:{{Os:\"{os}\",Arch:\"{architecture}\"}}}}"
        : $"{{Repo:\"team/app\",Tag:\"{tag}\"}}";

    private Task<(string? Message, string Data)> FailAsync(string minuend, string subtrahend, string? caller = null)
    {
        var query = $"{{CVEDiffListForImages(minuend:{minuend},subtrahend:{subtrahend}){{Minuend{{Repo}}}}}}";
        return caller is null ? _zot.FailAsync(query) : _zot.FailAsync(query, SearchCallers.Of(caller));
    }

    private async Task<Descriptor> PushAsync(string? tag, string architecture, string layers, params IReadOnlyList<Cve> cves)
    {
        var image = await _zot.Registry.PushAsync(App, tag, SearchContent.Config(architecture, "2024-01-01T00:00:00Z"), layers);
        _zot.Scanner.Declare(image, cves);
        return image;
    }
}
#endif
