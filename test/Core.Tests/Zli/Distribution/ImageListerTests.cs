using Xunit;

namespace Zot.Core.Tests.Zli.Distribution;

/// <summary>Tests <c>zli image</c> with registries that have no search extension.</summary>
public sealed class ImageListerTests : ZliTest
{
    private const string Configuration =
        """{"os":"linux","architecture":"arm","variant":"v7","created":"2026-01-02T03:04:05Z"}""";

    private const string Manifest =
        $$"""{"schemaVersion":2,"config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{ZliData.B}}","size":100},"layers":[{"mediaType":"x","digest":"{{ZliData.C}}","size":2000}]}""";

    [Fact]
    public async Task Images_are_a_table()
    {
        AddImage("team/app", ZliData.A, "v1", "v2");

        Assert.Equal(
            """
            REPOSITORY TAG      OS/ARCH          DIGEST     SIGNED   SIZE
            team/app   v1       linux/arm/v7     aaaaaaaa   false    2.4kB
            team/app   v2       linux/arm/v7     aaaaaaaa   false    2.4kB

            """,
            (await QueryAsync("image", "list")).Expect());
    }

    [Fact]
    public async Task Order_is_that_of_the_option()
    {
        AddImage("team/app", ZliData.A, "v1", "v2");
        AddIndex("team/app", ZliData.D, "v3");
        Registry.On("/v2/team/app/tags/list", """{"name":"team/app","tags":["v1","v2","v3"]}""");

        Assert.Equal(["v3", "v2", "v1"], await TagsAsync("--sort-by", "alpha-dsc"));
        Assert.Equal(["v1", "v2", "v3"], await TagsAsync("--sort-by", "update-time"));
    }

    [Fact]
    public async Task Index_has_its_manifests_and_the_platforms_it_lists()
    {
        AddIndex("team/multi", ZliData.D, "latest");
        Registry.On("/v2/_catalog", """{"repositories":["team/multi"]}""");

        Assert.Equal(
            """
            REPOSITORY TAG      OS/ARCH          DIGEST     SIGNED   SIZE
            team/multi latest   *                dddddddd   false    2.7kB
                                windows/amd64    aaaaaaaa   false    2.4kB

            """,
            (await QueryAsync("image", "list")).Expect());
    }

    [Fact]
    public async Task Signed_images_are_found_by_tag_and_by_referrer()
    {
        AddImage("team/app", ZliData.A, "v1", ZliData.A.Replace(':', '-') + ".sig");
        Assert.Contains(" true ", (await QueryAsync("image", "list")).Expect(), StringComparison.Ordinal);

        AddImage("team/app", ZliData.A, "v1");
        Assert.Contains(" false ", (await QueryAsync("image", "list")).Expect(), StringComparison.Ordinal);

        Registry.On($"/v2/team/app/referrers/{ZliData.A}", """{"manifests":[{"artifactType":"application/vnd.cncf.notary.signature"}]}""");
        Assert.Contains(" true ", (await QueryAsync("image", "list")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Artifacts_have_no_platform_and_unknown_types_are_omitted()
    {
        AddImage("team/app", ZliData.A, "v1", "v2");
        Registry.On("/v2/team/app/manifests/v1", Manifest.Replace("oci.image.config", "example", StringComparison.Ordinal), type: ZliData.OciManifest)
            .On("/v2/team/app/manifests/v2", "{}", type: "application/vnd.example");

        Assert.Equal(
            """
            REPOSITORY TAG      OS/ARCH          DIGEST     SIGNED   SIZE
            team/app   v1                        f3c0a6a3   false    2.4kB

            """.Replace("f3c0a6a3", await ShortDigestAsync(), StringComparison.Ordinal),
            (await QueryAsync("image", "list")).Expect());
    }

    [Theory]
    [InlineData("team/app", "v1", "v2")]
    [InlineData("team/app:v2", "v2")]
    [InlineData("team/app:v3")]
    [InlineData("team/app@" + ZliData.A, "v1", "v2")]
    [InlineData("team/app@" + ZliData.B)]
    public async Task Name_selects_images(string name, params string[] tags)
    {
        AddImage("team/app", ZliData.A, "v1", "v2");

        var lines = (await QueryAsync("image", "name", name, "-f", "json")).Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(tags, lines.Select(static line => line.Split("\"tag\":\"")[1].Split('"')[0]));
    }

    [Fact]
    public async Task Unknown_repository_is_an_error()
    {
        Registry.On("/v2/other/tags/list", ScriptedRegistry.NameUnknown, 404);

        (await QueryAsync("image", "name", "other")).ExpectError("no repository found");
    }

    [Fact]
    public async Task Image_that_fails_is_reported_after_the_others()
    {
        AddImage("team/app", ZliData.A, "v1", "v2", "v3");
        Registry.On("/v2/team/app/manifests/v1", "\u001b[1m", 500).On("/v2/team/app/manifests/v3", "{", type: ZliData.OciManifest)
            .On("/v2/_catalog", """{"repositories":["team/app","lost"]}""");

        var run = await QueryAsync("image", "list");

        Assert.Equal(1, run.Status);
        Assert.Contains("team/app   v2 ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            "Error: lost: url not found: Expected: 200, Got: 404, Body: '404 page not found'\n"
            + "Error: team/app:v1: the response doesn't contain the expected status code: Expected: 200, Got: 500, Body: ' [1m'\n"
            + $"Error: team/app:v3: unexpected response from {Registry.Url}/v2/team/app/manifests/v3: not JSON\n",
            run.Error);
    }

    [Fact]
    public async Task Image_with_an_impossible_size_is_reported_and_the_others_are_listed()
    {
        AddImage("team/app", ZliData.A, "v1", "v2");
        Registry.On(
            "/v2/team/app/manifests/v1",
            """{"config":{},"layers":[{"size":9223372036854775807},{"size":9223372036854775807}]}""",
            type: ZliData.OciManifest);

        var run = await QueryAsync("image", "list");

        Assert.Equal(1, run.Status);
        Assert.Contains("team/app   v2 ", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("Error: team/app:v1: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registry_that_never_answers_is_a_time_out()
    {
        using var release = new ManualResetEventSlim();
        AddImage("team/app", ZliData.A, "v1");
        Registry.OnPath("/v2/_catalog", () =>
        {
            release.Wait(TestContext.Current.CancellationToken);
            return "{}";
        });
        var run = QueryAsync("image", "list");

        var ended = await AdvanceAsync(run, TimeSpan.FromMinutes(1));

        release.Set();
        ended.ExpectError("query timed out while waiting for results");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Spinner_is_shown_on_a_terminal_with_a_profile(bool isOnTerminal, bool hasProfile)
    {
        AddImage("team/app", ZliData.A, "v1");
        await RunAsync("config", "add", "here", Registry.Url);

        var run = await RunAsync(["image", "list", .. hasProfile ? ["--config", "here"] : new[] { "--url", Registry.Url }], isOnTerminal);

        Assert.Equal(0, run.Status);
        Assert.Equal(isOnTerminal && hasProfile, run.Error.StartsWith("\rSearching... 🕐", StringComparison.Ordinal));
        Assert.Equal(isOnTerminal && hasProfile, run.Error.EndsWith(" \r", StringComparison.Ordinal));
    }

    private async Task<IEnumerable<string>> TagsAsync(params string[] options) =>
        (await QueryAsync(["image", "list", .. options])).Expect().Split('\n').Skip(1)
            .Where(static line => line.StartsWith("team/app", StringComparison.Ordinal))
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private async Task<string> ShortDigestAsync()
    {
        using var client = new HttpClient();
        var content = await client.GetByteArrayAsync($"{Registry.Url}/v2/team/app/manifests/v1", TestContext.Current.CancellationToken);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))[..8];
    }

    private void AddImage(string repository, string digest, params string[] tags)
    {
        Registry.On("/v2/_catalog", $$"""{"repositories":["{{repository}}"]}""")
            .On($"/v2/{repository}/tags/list", $$"""{"name":"x","tags":[{{string.Join(',', tags.Select(static tag => $"\"{tag}\""))}}]}""")
            .On($"/v2/{repository}/blobs/{ZliData.B}", Configuration);
        foreach (var reference in tags.Append(digest))
        {
            Registry.On($"/v2/{repository}/manifests/{reference}", Manifest, type: ZliData.OciManifest, headers: ("Docker-Content-Digest", digest));
        }
    }

    private void AddIndex(string repository, string digest, string tag)
    {
        AddImage(repository, ZliData.A);
        Registry.On($"/v2/{repository}/tags/list", $$"""{"name":"x","tags":["{{tag}}"]}""")
            .On(
                $"/v2/{repository}/manifests/{tag}",
                $$$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{{ZliData.OciManifest}}}","digest":"{{{ZliData.A}}}","size":1,"platform":{"os":"windows","architecture":"amd64"}},{"digest":"bad"}]}""",
                type: ZliData.OciIndex,
                headers: ("Docker-Content-Digest", digest));
    }
}
