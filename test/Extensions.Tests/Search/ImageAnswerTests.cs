#if EXT_SEARCH
using System.Text.Json;
using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Search;

public sealed class ImageAnswerTests : IAsyncLifetime
{
    private const string App = "team/app";
    private const string TooManySteps = "manifest layers count doesn't correspond to config history";

    // The step in the middle made no layer.
    private const string Config = """
        {"os":"linux","architecture":"arm","variant":"v7","author":"Ada","created":"2024-05-06T07:08:09.500000000Z",
        "config":{"Labels":{"org.opencontainers.image.title":"T","org.label-schema.vendor":"V","org.label-schema.labels":"a=b"}},
        "history":[{"created":"2024-01-01T02:00:00+02:00","created_by":"ADD","author":"A","comment":"C"},
        {"created_by":"ENV","empty_layer":true},{"created_by":"RUN"}]}
        """;

    private const string Annotations = """
        {"org.opencontainers.image.description":"D","org.label-schema.description":"other","org.label-schema.usage":"U",
        "org.opencontainers.image.source":"S","org.opencontainers.image.licenses":"MIT"}
        """;

    private static readonly RepositoryName Repository = RepositoryName.Parse(App);

    private readonly ManualTime _time = new();
    private SearchFixture _zot = null!;

    public async ValueTask InitializeAsync() => _zot = await SearchFixture.CreateAsync(_time);

    public ValueTask DisposeAsync() => _zot.DisposeAsync();

    [Fact]
    public async Task Image_has_what_its_manifest_and_configuration_declare()
    {
        var image = await _zot.Registry.PushAsync(App, "v1", Config, "one two", Annotations);
        _zot.Index.NotePush(Repository, image.Digest, "bob");
        _time.Advance(TimeSpan.FromMinutes(1));
        _zot.Index.NotePull(Repository, image.Digest);
        var size = image.Size + Config.Length + "onetwo".Length;

        Assert.Equal(
            Line($$$"""
            {"Image":{"RepoName":"team/app","Tag":"v1","Digest":"{{{image.Digest}}}","MediaType":"{{{MediaTypes.OciManifest}}}",
            "Size":"{{{size}}}","DownloadCount":1,"LastPullTimestamp":"2026-01-02T03:05:05Z","PushTimestamp":"2026-01-02T03:04:05Z",
            "PushedBy":"bob","TaggedTimestamp":"2026-01-02T03:04:05Z","LastUpdated":"2024-05-06T07:08:09.5Z","Description":"D",
            "IsSigned":false,"SignatureInfo":[],"Licenses":"MIT","Labels":"a=b","Title":"T","Source":"S","Documentation":"U",
            "Vendor":"V","Authors":"Ada","Referrers":[],"IsDeletable":null,"ArtifactType":"{{{MediaTypes.OciConfig}}}",
            "Vulnerabilities":{"MaxSeverity":"","Count":0,"UnknownCount":0,"LowCount":0,"MediumCount":0,"HighCount":0,"CriticalCount":0},
            "Manifests":[{"Digest":"{{{image.Digest}}}","ConfigDigest":"{{{Some.Digest(Config)}}}","LastUpdated":"2024-05-06T07:08:09.5Z",
            "Size":"{{{size}}}","IsSigned":false,"SignatureInfo":[],"Platform":{"Os":"linux","Arch":"arm/v7"},"DownloadCount":1,
            "Layers":[{"Size":"3","Digest":"{{{Some.Digest("one")}}}"},{"Size":"3","Digest":"{{{Some.Digest("two")}}}"}],"Referrers":[],
            "ArtifactType":"{{{MediaTypes.OciConfig}}}","Vulnerabilities":{"MaxSeverity":"","Count":0}}]}}
            """),
            await _zot.TextAsync(
                """
                {Image(image:"team/app:v1"){RepoName Tag Digest MediaType Size DownloadCount LastPullTimestamp PushTimestamp PushedBy
                TaggedTimestamp LastUpdated Description IsSigned SignatureInfo{Tool} Licenses Labels Title Source Documentation Vendor
                Authors Referrers{Digest} IsDeletable ArtifactType
                Vulnerabilities{MaxSeverity Count UnknownCount LowCount MediumCount HighCount CriticalCount}
                Manifests{Digest ConfigDigest LastUpdated Size IsSigned SignatureInfo{Tool} Platform{Os Arch} DownloadCount
                Layers{Size Digest} Referrers{Digest} ArtifactType Vulnerabilities{MaxSeverity Count}}}}
                """));
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{\"created\":\"0001-01-01T00:00:00Z\"}", null)]
    [InlineData("{\"created\":\"2024-01-01T00:00:00Z\",\"history\":[{\"created\":\"2023-01-01T00:00:00Z\"}]}", "2024-01-01T00:00:00Z")]
    [InlineData("{\"history\":[{\"created\":\"2022-01-01T00:00:00Z\"},{\"created\":\"2023-01-01T00:00:00Z\"}]}", "2023-01-01T00:00:00Z")]
    [InlineData("{\"created\":\"2024-01-01T00:00:00Z\",\"config\":{\"Labels\":{\"org.label-schema.build-date\":\"2021-01-01T00:00:00Z\"}}}",
        "2021-01-01T00:00:00Z")]
    [InlineData("not a configuration", null)]
    public async Task Time_of_an_image_is_null_without_one(string config, string? expected)
    {
        await _zot.Registry.PushAsync(App, "v1", config);

        var image = (await _zot.DataAsync("{Image(image:\"team/app:v1\"){LastUpdated LastPullTimestamp Manifests{LastUpdated}}}")).GetProperty("Image");

        Assert.Equal(expected, image.GetProperty("LastUpdated").GetString());
        Assert.Equal(expected, image.GetProperty("Manifests")[0].GetProperty("LastUpdated").GetString());
        Assert.Equal(JsonValueKind.Null, image.GetProperty("LastPullTimestamp").ValueKind);
    }

    [Fact]
    public async Task History_has_a_layer_for_each_step_that_made_one()
    {
        await _zot.Registry.PushAsync(App, "v1", Config, "one two");

        Assert.Equal(
            Line("""
            [{"Layer":{"Size":"3"},"HistoryDescription":{"Created":"2024-01-01T02:00:00+02:00","CreatedBy":"ADD","Author":"A",
            "Comment":"C","EmptyLayer":false}},
            {"Layer":null,"HistoryDescription":{"Created":null,"CreatedBy":"ENV","Author":"","Comment":"","EmptyLayer":true}},
            {"Layer":{"Size":"3"},"HistoryDescription":{"Created":null,"CreatedBy":"RUN","Author":"","Comment":"","EmptyLayer":false}}]
            """),
            await HistoryAsync());
    }

    [Theory]
    [InlineData("{}", "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}},{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}}]")]
    [InlineData("{'history':null}", "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}},{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}}]")]
    [InlineData("[]", "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}},{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}}]")]
    [InlineData("{'history':[{'created_by':'a'}]}", "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':'a'}}]")]
    [InlineData("{'history':[5,null,{'created_by':7,'empty_layer':true}]}",
        "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}},{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':''}},{'Layer':null,'HistoryDescription':{'CreatedBy':''}}]")]
    [InlineData("{'history':[{'created_by':'a','created':'yesterday'},{'created_by':'\\u0062'}]}",
        "[{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':'a'}},{'Layer':{'Size':'3'},'HistoryDescription':{'CreatedBy':'b'}}]")]
    public async Task History_of_any_configuration_is_read(string config, string expected)
    {
        await _zot.Registry.PushAsync(App, "v1", config.Replace('\'', '"'), "one two");

        Assert.Equal(expected.Replace('\'', '"'), await HistoryAsync("CreatedBy"));
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\\udc00a\\ud800\\ud800")]
    public async Task History_with_an_unpaired_surrogate_is_read(string text)
    {
        await _zot.Registry.PushAsync(App, "v1", $$"""{"history":[{"created_by":"{{text}}"},{"created_by":"b"}]}""", "one two");

        Assert.EndsWith(
            """{"Layer":{"Size":"3"},"HistoryDescription":{"CreatedBy":"b"}}]""", await HistoryAsync("CreatedBy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_with_more_steps_than_layers_has_an_error_beside_the_data()
    {
        await _zot.Registry.PushAsync(App, "v1", """{"history":[{"created_by":"a"},{"created_by":"b"},{"created_by":"c"}]}""", "one");

        var (message, data) = await _zot.FailAsync(
            "{Image(image:\"team/app:v1\"){Tag Manifests{History{Layer{Size} HistoryDescription{CreatedBy}}}}}");

        Assert.Equal(TooManySteps, message);
        Assert.Equal(
            """{"Image":{"Tag":"v1","Manifests":[{"History":[{"Layer":{"Size":"3"},"HistoryDescription":{"CreatedBy":"a"}}]}]}}""", data);
    }

    [Fact]
    public async Task Index_has_its_images_and_falls_back_to_the_first()
    {
        var first = await _zot.Registry.PushAsync(
            App, tag: null, SearchContent.Config("amd64", "2020-01-01T00:00:00Z"), "one", """{"org.opencontainers.image.title":"first"}""");
        var second = await _zot.Registry.PushAsync(App, tag: null, SearchContent.Config("arm64", "2024-01-01T00:00:00Z"), "one two");
        var inner = await _zot.Registry.PushIndexAsync(App, tag: null, [second]);
        var index = await _zot.Registry.PushIndexAsync(
            App, "multi", [first, inner], """{"org.opencontainers.image.description":"D"}""");
        _zot.Index.NotePull(Repository, second.Digest);
        var sizes = (
            First: first.Size + SearchContent.Config("amd64", "2020-01-01T00:00:00Z").Length + 3,
            Second: second.Size + SearchContent.Config("arm64", "2024-01-01T00:00:00Z").Length + 6);

        Assert.Equal(
            Line($$$"""
            {"Image":{"Digest":"{{{index.Digest}}}","MediaType":"{{{MediaTypes.OciIndex}}}","Size":"{{{sizes.First + sizes.Second}}}",
            "Title":"first","Description":"D","LastUpdated":"2024-01-01T00:00:00Z","DownloadCount":0,"ArtifactType":"",
            "Manifests":[{"Digest":"{{{first.Digest}}}","Size":"{{{sizes.First}}}","Platform":{"Arch":"amd64"},"DownloadCount":0},
            {"Digest":"{{{second.Digest}}}","Size":"{{{sizes.Second}}}","Platform":{"Arch":"arm64"},"DownloadCount":1}]}}
            """),
            await _zot.TextAsync(
                """
                {Image(image:"team/app:multi"){Digest MediaType Size Title Description LastUpdated DownloadCount ArtifactType
                Manifests{Digest Size Platform{Arch} DownloadCount}}}
                """));
    }

    [Fact]
    public async Task Image_of_an_index_without_a_platform_has_that_of_the_index()
    {
        var none = await _zot.Registry.PushAsync(App, tag: null, "{}", "one");
        var own = await _zot.Registry.PushAsync(App, tag: null, SearchContent.Config("amd64", "2020-01-01T00:00:00Z"), "two");
        var artifact = await _zot.Registry.PushReferrerAsync(App, none, "a/b");
        await _zot.Registry.PushIndexAsync(App, "multi", [
            none with { Platform = new DescriptorPlatform("linux", "arm", "v7") },
            own with { Platform = new DescriptorPlatform("windows", "arm64") },
            artifact]);

        Assert.Equal(
            Line("""
            {"Image":{"Manifests":[{"Platform":{"Os":"linux","Arch":"arm/v7"}},{"Platform":{"Os":"linux","Arch":"amd64"}},
            {"Platform":{"Os":"","Arch":""}}]},"GlobalSearch":{"Images":[{"Tag":"multi"}]},
            "ExpandedRepoInfo":{"Summary":{"Platforms":[{"Os":"linux","Arch":"amd64"},{"Os":"linux","Arch":"arm/v7"}]}}}
            """),
            await _zot.TextAsync("""
            {Image(image:"team/app:multi"){Manifests{Platform{Os Arch}}}
            GlobalSearch(query:"team/app:",filter:{Os:"linux",Arch:"arm"}){Images{Tag}}
            ExpandedRepoInfo(repo:"team/app"){Summary{Platforms{Os Arch}}}}
            """));
    }

    [Fact]
    public async Task Docker_images_have_the_media_types_of_oci()
    {
        await _zot.Registry.PushBlobsAsync(Repository, Config, "one");
        var config = Some.Config(Config) with { MediaType = MediaTypes.DockerConfig };
        var image = await _zot.Registry.PushManifestAsync(
            Repository, "v1", Some.Image(config, [Some.Layer("one")], mediaType: MediaTypes.DockerManifest), MediaTypes.DockerManifest);
        await _zot.Registry.PushManifestAsync(
            Repository, "multi", Some.Index([image], mediaType: MediaTypes.DockerList), MediaTypes.DockerList);

        Assert.Equal(
            Line($$$"""
            {"ImageList":{"Results":[
            {"Tag":"multi","MediaType":"{{{MediaTypes.OciIndex}}}","ArtifactType":"","Manifests":[
            {"Digest":"{{{image.Digest}}}","ArtifactType":"{{{MediaTypes.DockerConfig}}}","Platform":{"Os":"linux","Arch":"arm/v7"}}]},
            {"Tag":"v1","MediaType":"{{{MediaTypes.OciManifest}}}","ArtifactType":"{{{MediaTypes.DockerConfig}}}","Manifests":[
            {"Digest":"{{{image.Digest}}}","ArtifactType":"{{{MediaTypes.DockerConfig}}}","Platform":{"Os":"linux","Arch":"arm/v7"}}]}]}}
            """),
            await _zot.TextAsync(
                "{ImageList(repo:\"team/app\"){Results{Tag MediaType ArtifactType Manifests{Digest ArtifactType Platform{Os Arch}}}}}"));
    }

    [Theory]
    [InlineData("", "a/b c/d")]
    [InlineData(",type:\"\"", "a/b c/d")]
    [InlineData(",type:[]", "a/b c/d")]
    [InlineData(",type:null", "a/b c/d")]
    [InlineData(",type:\"c/d\"", "c/d")]
    [InlineData(",type:[\"none\",\"a/b\"]", "a/b")]
    [InlineData(",type:[\"none\",\"\"]", "a/b c/d")]
    [InlineData(",type:\"A/B\"", "")]
    public async Task Referrers_are_selected_by_type_without_signatures(string types, string expected)
    {
        var image = await _zot.Registry.PushAsync(App, "v1", "{}");
        await _zot.Registry.PushReferrerAsync(App, image, "a/b", """{"z":"1","a":"2"}""");
        await _zot.Registry.PushReferrerAsync(App, image, "c/d", tag: "tagged");
        await _zot.Registry.PushReferrerAsync(App, image, "application/vnd.cncf.notary.signature");

        var found = (await _zot.DataAsync(
            $"{{Referrers(repo:\"team/app\",digest:\"{image.Digest}\"{types}){{MediaType ArtifactType Size Digest Annotations{{Key Value}}}}}}"))
            .GetProperty("Referrers").EnumerateArray().ToDictionary(static row => row.GetProperty("ArtifactType").GetString()!);

        Assert.Equal(expected, string.Join(' ', found.Keys.Order(StringComparer.Ordinal)));
        Assert.All(found.Values, static row => Assert.Equal(MediaTypes.OciManifest, row.GetProperty("MediaType").GetString()));
        Assert.All(found.Values, static row => Assert.True(row.GetProperty("Size").GetInt64() > 0));
        if (found.TryGetValue("a/b", out var annotated))
        {
            Assert.Equal(
                """[{"Key":"a","Value":"2"},{"Key":"z","Value":"1"}]""", annotated.GetProperty("Annotations").GetRawText());
        }
    }

    [Fact]
    public async Task Referrers_of_an_image_and_of_its_manifests_differ()
    {
        var image = await _zot.Registry.PushAsync(App, tag: null, "{}");
        var index = await _zot.Registry.PushIndexAsync(App, "multi", [image]);
        await _zot.Registry.PushReferrerAsync(App, image, "a/manifest");
        await _zot.Registry.PushReferrerAsync(App, index, "a/index");

        Assert.Equal(
            """{"Image":{"Referrers":[{"ArtifactType":"a/index"}],"Manifests":[{"Referrers":[{"ArtifactType":"a/manifest"}]}]}}""",
            await _zot.TextAsync("{Image(image:\"team/app:multi\"){Referrers{ArtifactType} Manifests{Referrers{ArtifactType}}}}"));
        Assert.Equal(
            """{"Referrers":[]}""",
            await _zot.TextAsync($"{{Referrers(repo:\"none\",digest:\"{image.Digest}\"){{Digest}}}}"));
    }

    [Fact]
    public async Task Signatures_have_the_signers_that_were_verified()
    {
        var image = await _zot.Registry.PushAsync(App, "v1", "{}");
        var notation = await _zot.Registry.PushReferrerAsync(App, image, "application/vnd.cncf.notary.signature");
        var cosign = await _zot.Registry.PushAsync(
            App, $"{image.Digest}".Replace(':', '-') + ".sig", """{"a":1}""", "first second");

        Assert.Equal(
            ["cosign  False", "cosign  False", "notation  False"], await SignersAsync());

        Assert.True(await _zot.Index.Queries.SetFactAsync(
            Repository, notation.Digest, "signature", """[{"author":"CN=alice","trusted":true}]""", default));
        Assert.True(await _zot.Index.Queries.SetFactAsync(
            Repository, cosign.Digest, "signature", """[{"author":"key","trusted":false},{"author":5},{"author":"ignored"}]""", default));

        Assert.Equal(["cosign  False", "cosign key False", "notation CN=alice True"], await SignersAsync());
        Assert.Equal(
            """{"ImageList":{"Results":[{"Tag":"v1","IsSigned":true}]}}""",
            await _zot.TextAsync("{ImageList(repo:\"team/app\"){Results{Tag IsSigned}}}"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("5")]
    [InlineData("[5,null]")]
    [InlineData("[{\"author\":5,\"trusted\":\"yes\"}]")]
    public async Task Fact_of_another_form_is_no_signer(string fact)
    {
        var image = await _zot.Registry.PushAsync(App, "v1", "{}");
        var notation = await _zot.Registry.PushReferrerAsync(App, image, "application/vnd.cncf.notary.signature");
        await _zot.Index.Queries.SetFactAsync(Repository, notation.Digest, "signature", fact, default);

        Assert.EndsWith("False", Assert.Single(await SignersAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team/app", "no reference provided")]
    [InlineData("team/app:", "no reference provided")]
    [InlineData("team/app@sha256:00", "repo metadata not found for given repo name")]
    [InlineData("none:v1", "repo metadata not found for given repo name")]
    [InlineData("../a:v1", "repo metadata not found for given repo name")]
    [InlineData("team/app:none", "can't find image: team/app:none")]
    [InlineData("team/app:v1:v1", "can't find image: team/app:v1:v1")]
    public async Task Image_that_does_not_exist_is_an_error(string image, string message)
    {
        await _zot.Registry.PushAsync(App, "v1", "{}");

        Assert.Equal((message, "null"), await _zot.FailAsync($"{{Image(image:\"{image}\"){{Tag}}}}"));
    }

    private static string Line(string lines) => lines.Replace("\n", "", StringComparison.Ordinal);

    private async Task<string> HistoryAsync(string fields = "Created CreatedBy Author Comment EmptyLayer") =>
        (await _zot.DataAsync(
            "{Image(image:\"team/app:v1\"){Manifests{History{Layer{Size} HistoryDescription{" + fields + "}}}}}"))
            .GetProperty("Image").GetProperty("Manifests")[0].GetProperty("History").GetRawText();

    // Ordered, since the order of signatures is that of their digests.
    private async Task<IEnumerable<string>> SignersAsync() =>
        (await _zot.DataAsync("{Image(image:\"team/app:v1\"){SignatureInfo{Tool Author IsTrusted}}}"))
            .GetProperty("Image").GetProperty("SignatureInfo").EnumerateArray()
            .Select(static entry =>
                $"{entry.GetProperty("Tool").GetString()} {entry.GetProperty("Author").GetString()} {entry.GetProperty("IsTrusted").GetBoolean()}")
            .Order(StringComparer.Ordinal);
}
#endif
