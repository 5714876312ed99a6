using Xunit;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class SearchCommandsTests : ZliTest
{
    private const string Repositories =
        """
        {"Images":[],"Repos":[{"Name":"repo/test/alpine","LastUpdated":"2010-01-01T01:01:01Z","Size":"1100","DownloadCount":7,"StarCount":2,"Platforms":[{"Os":"linux","Arch":"amd64"},{"Os":"","Arch":""},{"Os":"linux","Arch":"arm64"}]},{"Name":"b","LastUpdated":null,"Size":"0"}],"Layers":[]}
        """;

    private const string Referrers =
        $$"""
        [{"MediaType":"{{ZliData.OciManifest}}","ArtifactType":"application/vnd.example.sbom","Size":563,"Digest":"{{ZliData.A}}","Annotations":[{"Key":"k","Value":"v"}]},{"ArtifactType":"x","Size":12345,"Digest":"{{ZliData.B}}","Annotations":[]}]
        """;

    [Fact]
    public async Task Found_repositories_are_a_table()
    {
        Registry.WithSearch().OnQuery("GlobalSearch", Repositories);

        Assert.Equal(
            """
            NAME             SIZE       LAST UPDATED                  DOWNLOADS  STARS
            repo/test/alpine 1.1kB      2010-01-01 01:01:01 +0000 UTC 7          2
            b                0B         0001-01-01 00:00:00 +0000 UTC 0          0

            """,
            (await QueryAsync("search", "query", "alpine")).Expect());
        Assert.StartsWith(
            "{ GlobalSearch(query: \"alpine\", requestedPage: { sortBy: RELEVANCE }) { Images { RepoName ",
            Registry.Requests.Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_table_has_platforms()
    {
        Registry.WithSearch().OnQuery("GlobalSearch", Repositories);

        Assert.Equal(
            """
            NAME             SIZE       LAST UPDATED                  DOWNLOADS  STARS      PLATFORMS
            repo/test/alpine 1.1kB      2010-01-01 01:01:01 +0000 UTC 7          2          linux/amd64

                                                                                            linux/arm64
            b                0B         0001-01-01 00:00:00 +0000 UTC 0          0

            """,
            (await QueryAsync("search", "query", "alpine", "--verbose")).Expect());
    }

    [Fact]
    public async Task Found_repositories_are_JSON_lines()
    {
        Registry.WithSearch().OnQuery("GlobalSearch", Repositories);

        var lines = (await QueryAsync("search", "query", "alpine", "-f", "json")).Expect().Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.StartsWith(
            """{"name":"repo/test/alpine","lastUpdated":"2010-01-01T01:01:01Z","size":"1100","platforms":[{"os":"linux","arch":"amd64","variant":""},{"os":"","arch":"","variant":""},{"os":"linux","arch":"arm64","variant":""}],"vendors":null,"isStarred":false,"isBookmarked":false,"starCount":2,"downloadCount":7,"newestImage":{"repoName":"",""",
            lines[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_images_are_a_table()
    {
        Registry.WithSearch().OnQuery("GlobalSearch", $$"""{"Images":[{{ZliData.Image}}],"Repos":null}""");

        Assert.Contains("team/app   v1  ", (await QueryAsync("search", "query", "team/app:v")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Colon_lists_all_images()
    {
        Registry.WithSearch().OnQuery("ImageList", $$"""{"Results":[{{ZliData.Image}}]}""");

        Assert.Contains("team/app   v1  ", (await QueryAsync("search", "query", ":")).Expect(), StringComparison.Ordinal);
        Assert.StartsWith("{ ImageList(repo: \"\", requestedPage: { sortBy: RELEVANCE }) ", Registry.Requests.Last(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(":", "ImageList")]
    [InlineData("app", "GlobalSearch")]
    public async Task Search_requires_the_extension(string text, string query)
    {
        Registry.On("/v2/_oci/ext/discover", """{"extensions":[{"name":"_zot","endpoints":["/v2/_zot/ext/mgmt"]}]}""");

        (await QueryAsync("search", "query", text)).ExpectError(
            $"functionality is not built/configured in the current server: search extension gql endpoints not found: '{query}'");
    }

    [Fact]
    public async Task Referrers_of_a_digest_are_queried()
    {
        Registry.WithSearch().OnQuery("Referrers", Referrers);

        Assert.Equal(
            $"""
            ARTIFACT TYPE                SIZE       DIGEST
            application/vnd.example.sbom 563 B      {ZliData.A}
            x                            12 kB      {ZliData.B}

            """,
            (await QueryAsync("search", "subject", $"app@{ZliData.C}")).Expect());
        Assert.Equal(
            $"{{ Referrers(repo: \"app\", digest: \"{ZliData.C}\") {{ ArtifactType Digest MediaType Size Annotations {{ Key Value }} }} }}",
            Registry.Requests.Last());
    }

    [Fact]
    public async Task Referrers_of_a_tag_are_those_of_its_digest()
    {
        Registry.WithSearch().OnQuery("Referrers", Referrers)
            .On("/v2/app/manifests/v1", "", headers: ("Docker-Content-Digest", ZliData.D));

        var json = (await QueryAsync("search", "subject", "app:v1", "-f", "json")).Expect();
        var yaml = (await QueryAsync("search", "subject", "app:v1", "-f", "yaml")).Expect();

        Assert.Contains($"digest: \"{ZliData.D}\"", Registry.Requests.Last(), StringComparison.Ordinal);
        Assert.Equal(
            $$"""[{"mediatype":"{{ZliData.OciManifest}}","artifacttype":"application/vnd.example.sbom","size":563,"digest":"{{ZliData.A}}","annotations":[{"key":"k","value":"v"}]},{"mediatype":"","artifacttype":"x","size":12345,"digest":"{{ZliData.B}}","annotations":[]}]""" + "\n",
            json);
        Assert.StartsWith("---\n- mediatype: application/vnd.oci.image.manifest.v1+json\n  artifacttype: application/vnd.example.sbom\n  size: 563\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_extension_the_list_of_referrers_is_requested()
    {
        Registry.On("/v2/app/manifests/v1", "", headers: ("Docker-Content-Digest", ZliData.D))
            .On($"/v2/app/referrers/{ZliData.D}", $$$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{{ZliData.OciManifest}}}","artifactType":"x","size":5,"digest":"{{{ZliData.A}}}","annotations":{"k":"v"}}]}""");

        Assert.Equal(
            $$"""[{"mediatype":"{{ZliData.OciManifest}}","artifacttype":"x","size":5,"digest":"{{ZliData.A}}","annotations":[{"key":"k","value":"v"}]}]""" + "\n",
            (await QueryAsync("search", "subject", "app:v1", "-f", "json")).Expect());
        Assert.Contains("HEAD /v2/app/manifests/v1", Registry.Requests);
    }

    [Fact]
    public async Task Subject_without_referrers_is_a_heading()
    {
        Registry.On($"/v2/app/referrers/{ZliData.D}", """{"schemaVersion":2,"manifests":[]}""");

        Assert.Equal("ARTIFACT TYPE SIZE       DIGEST\n", (await QueryAsync("search", "subject", $"app@{ZliData.D}")).Expect());
        Assert.Equal("[]\n", (await QueryAsync("search", "subject", $"app@{ZliData.D}", "-f", "json")).Expect());
    }

    [Theory]
    [InlineData("url not found: Expected: 200, Got: 404, Body: ''", "app:v1")]
    [InlineData("url not found: Expected: 200, Got: 404, Body: '404 page not found'", "app@" + ZliData.B)]
    public async Task Unknown_subject_is_an_error(string message, string subject) =>
        (await QueryAsync("search", "subject", subject)).ExpectError(message);

    [Fact]
    public async Task Tag_without_a_digest_is_an_error()
    {
        Registry.On("/v2/app/manifests/v1", "");

        (await QueryAsync("search", "subject", "app:v1")).ExpectError(
            $"unexpected response from {Registry.Url}/v2/app/manifests/v1: the digest is missing");
    }

    [Theory]
    [InlineData("accepts 1 arg(s), received 0", "query")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "subject", "app")]
    [InlineData("invalid argument \"severity\" for \"--sort-by\" flag: supported values  relevance, update-time, alpha-asc, alpha-dsc", "query", "a", "--sort-by", "severity")]
    [InlineData("unknown cli subcommand 'qery' for 'search'\n\nDid you mean this?\n\tquery", "qery")]
    public async Task Invalid_usage_is_rejected(string message, params string[] arguments) =>
        (await QueryAsync(["search", .. arguments])).ExpectError(message);
}
