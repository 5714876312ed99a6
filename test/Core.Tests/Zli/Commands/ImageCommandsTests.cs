using Xunit;
using Zot.Testing;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class ImageCommandsTests : ZliTest
{
    private const string ImageLine =
        $$$"""{"repoName":"team/app","tag":"v1","digest":"{{{ZliData.A}}}","mediaType":"application/vnd.oci.image.manifest.v1+json","manifests":[{"digest":"{{{ZliData.A}}}","configDigest":"{{{ZliData.B}}}","lastUpdated":"2026-01-02T03:04:05Z","size":"123445","platform":{"os":"linux","arch":"amd64","variant":""},"isSigned":true,"downloadCount":0,"layers":[{"size":"1100","digest":"{{{ZliData.C}}}","score":0}],"history":null,"vulnerabilities":{"maxSeverity":"","unknownCount":0,"lowCount":0,"mediumCount":0,"highCount":0,"criticalCount":0,"count":0},"referrers":null,"artifactType":"","signatureInfo":null}],"size":"123445","downloadCount":0,"lastUpdated":"2026-01-02T03:04:05Z","lastPullTimestamp":"0001-01-01T00:00:00Z","pushTimestamp":"0001-01-01T00:00:00Z","taggedTimestamp":"0001-01-01T00:00:00Z","description":"","isSigned":true,"licenses":"","labels":"","title":"","source":"","documentation":"","authors":"","vendor":"","vulnerabilities":{"maxSeverity":"","unknownCount":0,"lowCount":0,"mediumCount":0,"highCount":0,"criticalCount":0,"count":0},"referrers":null,"signatureInfo":null,"artifactType":""}""";

    [Fact]
    public async Task List_is_a_table()
    {
        Script($"[{ZliData.Image},{ZliData.Index}]");

        var output = (await QueryAsync("image", "list")).Expect();

        Assert.Equal(
            """
            REPOSITORY TAG      OS/ARCH          DIGEST     SIGNED   SIZE
            team/app   v1       linux/amd64      aaaaaaaa   true     123kB
            team/multi latest   *                dddddddd   false    12MB
                                linux/amd64      aaaaaaaa   false    5B
                                linux/arm/v7     bbbbbbbb   false    12MB

            """,
            output);
    }

    [Fact]
    public async Task Verbose_list_has_configurations_and_layers()
    {
        Script($"[{ZliData.Image}]");

        var output = (await QueryAsync("image", "list", "--verbose")).Expect();

        Assert.Equal(
            """
            REPOSITORY TAG      OS/ARCH          DIGEST   CONFIG   SIGNED LAYERS   SIZE
            team/app   v1       linux/amd64      aaaaaaaa bbbbbbbb true            123kB
                                                                          cccccccc 1.1kB

            """,
            output);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("JSON")]
    public async Task Json_has_one_object_per_line(string format)
    {
        Script($"[{ZliData.Image},{ZliData.Image}]");

        Assert.Equal($"{ImageLine}\n{ImageLine}\n", (await QueryAsync("image", "list", "-f", format)).Expect());
    }

    [Theory]
    [InlineData("yaml")]
    [InlineData("yml")]
    public async Task Yaml_has_one_document_per_image(string format)
    {
        Script($"[{ZliData.Image},{ZliData.Image}]");

        var documents = (await QueryAsync("image", "list", "--format", format)).Expect().Split("---\n");

        Assert.Equal(["", documents[1], documents[1]], documents);
        Assert.Equal(
            $$"""
            reponame: team/app
            tag: v1
            digest: {{ZliData.A}}
            mediatype: application/vnd.oci.image.manifest.v1+json
            manifests:
            - digest: {{ZliData.A}}
              configdigest: {{ZliData.B}}
              lastupdated: 2026-01-02T03:04:05Z
              size: "123445"
              platform:
                os: linux
                arch: amd64
                variant: ""
              issigned: true
              downloadcount: 0
              layers:
              - size: "1100"
                digest: {{ZliData.C}}
                score: 0
              history: []
              vulnerabilities:
                maxseverity: ""
                unknowncount: 0
                lowcount: 0
                mediumcount: 0
                highcount: 0
                criticalcount: 0
                count: 0
              referrers: []
              artifacttype: ""
              signatureinfo: []
            size: "123445"
            downloadcount: 0
            lastupdated: 2026-01-02T03:04:05Z
            lastpulltimestamp: 0001-01-01T00:00:00Z
            pushtimestamp: 0001-01-01T00:00:00Z
            taggedtimestamp: 0001-01-01T00:00:00Z
            description: ""
            issigned: true
            licenses: ""
            labels: ""
            title: ""
            source: ""
            documentation: ""
            authors: ""
            vendor: ""
            vulnerabilities:
              maxseverity: ""
              unknowncount: 0
              lowcount: 0
              mediumcount: 0
              highcount: 0
              criticalcount: 0
              count: 0
            referrers: []
            signatureinfo: []
            artifacttype: ""

            """,
            documents[1]);
    }

    [Theory]
    [InlineData("ImageList(repo: \"\", requestedPage: { sortBy: ALPHABETIC_ASC })", "list")]
    [InlineData("ImageList(repo: \"\", requestedPage: { sortBy: UPDATE_TIME })", "list", "--sort-by", "update-time")]
    [InlineData("ImageList(repo: \"team/app\", requestedPage: { sortBy: ALPHABETIC_DSC })", "name", "team/app:v1", "--sort-by", "alpha-dsc")]
    [InlineData("ImageListForDigest(id: \"aaaa\", requestedPage: { sortBy: ALPHABETIC_ASC })", "digest", "aaaa")]
    [InlineData("ImageListForDigest(id: \"a\\u0022, b\", requestedPage: { sortBy: ALPHABETIC_ASC })", "digest", "a\", b")]
    [InlineData("BaseImageList(image: \"team/app:v1\", requestedPage: { sortBy: ALPHABETIC_ASC })", "base", "team/app:v1")]
    [InlineData("DerivedImageList(image: \"team/app@" + ZliData.A + "\", requestedPage: { sortBy: ALPHABETIC_ASC })", "derived", "team/app@" + ZliData.A)]
    public async Task Query_has_the_arguments(string query, params string[] arguments)
    {
        Script($"[{ZliData.Image}]");

        var output = (await QueryAsync(["image", .. arguments])).Expect();

        Assert.Contains("team/app   v1 ", output, StringComparison.Ordinal);
        Assert.Equal($"{{ {query} {{ Results {{ RepoName Tag ", Registry.Requests.Last()[..(query.Length + 28)]);
        Assert.All(Registry.Credentials, static credentials => Assert.Equal("Basic Og==", credentials));
    }

    [Theory]
    [InlineData("team/app:v1", 1)]
    [InlineData("team/app:v", 0)]
    [InlineData("team/app", 2)]
    public async Task Name_selects_images_by_tag(string name, int count)
    {
        Script($"[{ZliData.Image},{ZliData.Index}]");

        var output = (await QueryAsync("image", "name", name, "-f", "json")).Expect();

        Assert.Equal(count, output.Count(static letter => letter == '\n'));
    }

    [Theory]
    [InlineData("accepts 1 arg(s), received 0", "name")]
    [InlineData("accepts 1 arg(s), received 2", "digest", "a", "b")]
    [InlineData("accepts 0 arg(s), received 1", "list", "a")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "name", "")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "name", "A:b")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "base", "app")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "derived", "app@sha256:1")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "cve", "app:")]
    [InlineData("invalid cli output format", "list", "-f", "xml")]
    [InlineData("invalid argument \"size\" for \"--sort-by\" flag: supported values  update-time, alpha-asc, alpha-dsc", "list", "--sort-by", "size")]
    [InlineData("invalid argument \"update-time\" for \"--sort-by\" flag: supported values  alpha-asc, alpha-dsc, severity", "cve", "a:b", "--sort-by", "update-time")]
    [InlineData("unknown flag: --fast", "list", "--fast")]
    [InlineData("unknown cli subcommand 'lst' for 'image'\n\nDid you mean this?\n\tlist", "lst")]
    [InlineData("unknown cli subcommand 'D' for 'image'\n\nDid you mean this?\n\tderived\n\tdigest", "D")]
    [InlineData("unknown cli subcommand 'everything' for 'image'", "everything")]
    public async Task Invalid_usage_is_rejected(string message, params string[] arguments)
    {
        (await QueryAsync(["image", .. arguments])).ExpectError(message);

        Assert.Empty(Registry.Requests);
    }

    [Fact]
    public async Task Registry_must_be_specified() => (await RunAsync("image", "list")).ExpectError(
        "no URL provided: specify either '--url' or '--config' flags, or set a default with 'zli config set-default <name>'");

    [Fact]
    public async Task Default_profile_and_the_named_one_apply()
    {
        Script($"[{ZliData.Image}]");
        await RunAsync("config", "add", "here", Registry.Url);
        await RunAsync("config", "add", "nowhere", $"http://127.0.0.1:{FreePort.Next()}");
        await RunAsync("config", "set-default", "nowhere");

        (await RunAsync("image", "list", "--config", "here")).Expect();
        var failed = await RunAsync("image", "list");

        Assert.StartsWith("Error: failed to connect to http://127.0.0.1:", failed.Error, StringComparison.Ordinal);
        Assert.Equal(1, failed.Status);
    }

    [Theory]
    [InlineData("digest", "a")]
    [InlineData("base", "a:b")]
    [InlineData("cve", "a:b")]
    public async Task Query_requires_the_search_extension(params string[] arguments)
    {
        Registry.On("/v2/_oci/ext/discover", """{"extensions":[]}""");

        (await QueryAsync(["image", .. arguments])).ExpectError(
            "functionality is not built/configured in the current server: search extension gql endpoints not found");
    }

    [Theory]
    [InlineData("query is not supported or has different arguments: ImageListForDigest", "ImageListForDigest requestedPage id", "PaginatedImagesResult")]
    [InlineData("query is not supported or has different arguments: ImageListForDigest", "ImageListForDigest id requestedPage more", "PaginatedImagesResult")]
    [InlineData("query is not supported or has different arguments: ImageListForDigest", "ImageList repo requestedPage", "PaginatedImagesResult")]
    [InlineData("query is not supported or has different arguments: server doesn't support needed type 'PaginatedImagesResult'", "ImageListForDigest id requestedPage", "Other")]
    public async Task Query_must_have_its_arguments_in_order_and_its_type(string message, string query, string type)
    {
        Registry.WithSearch(SchemaText.Create([query], [type]));

        (await QueryAsync("image", "digest", "a")).ExpectError(message);
    }

    [Theory]
    [InlineData("""{"errors":[{"message":"no introspection"}]}""", "gql query failed: no introspection")]
    [InlineData("""{"data":null}""", "query is not supported or has different arguments: ImageListForDigest")]
    [InlineData("[1]", "query is not supported or has different arguments: ImageListForDigest")]
    public async Task Failed_introspection_is_reported(string answer, string message)
    {
        Registry.WithSearch(answer);

        (await QueryAsync("image", "digest", "a")).ExpectError(message);
    }

    [Fact]
    public async Task Errors_beside_data_are_failures_without_control_characters()
    {
        Registry.WithSearch().OnQuery("ImageListForDigest", static () => """{"errors":[{"message":"first\u001b[2J"},{"message":"second"},{}],"data":{"ImageListForDigest":{"Results":[]}}}""");

        (await QueryAsync("image", "digest", "a")).ExpectError("first [2J\nsecond\nthe query failed");
    }

    [Theory]
    [InlineData(401, "unauthorized access. check credentials: Expected: 200, Got: 401, Body: 'no  [1m'")]
    [InlineData(404, "url not found: Expected: 200, Got: 404, Body: 'no  [1m'")]
    [InlineData(500, "the response doesn't contain the expected status code: Expected: 200, Got: 500, Body: 'no  [1m'")]
    public async Task Unexpected_status_is_reported_with_the_body(int status, string message)
    {
        Registry.On("/v2/_oci/ext/discover", "no \u001b[1m", status);

        (await QueryAsync("image", "digest", "a")).ExpectError(message);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{\"Results\":")]
    public async Task Response_that_is_not_JSON_is_an_error(string body)
    {
        Registry.WithSearch().OnQuery("ImageListForDigest", () => body);

        (await QueryAsync("image", "digest", "a")).ExpectError($"unexpected response from {Registry.Url}/v2/_zot/ext/search: not JSON");
    }

    [Fact]
    public async Task Text_of_the_registry_cannot_control_the_terminal()
    {
        Script($$"""[{"RepoName":"a\u001b]0;x\u0007","Tag":"b\u009b2J\n","MediaType":"{{ZliData.OciManifest}}","Manifests":[{"Digest":"\u001b"}]}]""");

        var text = (await QueryAsync("image", "list")).Expect();
        var json = (await QueryAsync("image", "list", "-f", "json")).Expect();
        var yaml = (await QueryAsync("image", "list", "-f", "yaml")).Expect();

        Assert.All([text, json, yaml], static output => Assert.DoesNotContain(output, static letter => char.IsControl(letter) && letter != '\n'));
        Assert.Equal(2, text.Count(static letter => letter == '\n'));
    }

    [Fact]
    public async Task Values_of_unexpected_kinds_count_as_missing()
    {
        Script("""[{"RepoName":1,"Tag":{},"Manifests":[7,{"Layers":{},"Platform":[]}],"IsSigned":"yes","LastUpdated":"soon","Size":-1},null]""");

        var line = (await QueryAsync("image", "list", "-f", "json")).Expect().Split('\n')[0];

        Assert.StartsWith("""{"repoName":"1","tag":"","digest":"","mediaType":"","manifests":[{"digest":"",""", line, StringComparison.Ordinal);
        (await QueryAsync("image", "list")).Expect();
        (await QueryAsync("image", "list", "-f", "yaml")).Expect();
    }

    [Fact]
    public async Task Debug_prints_headers_and_only_debug_prints_credentials()
    {
        Script("[]");
        string[] command = ["image", "list", "-u", "alice:wonder:land"];

        var plain = await QueryAsync(command);
        var traced = (await QueryAsync([.. command, "--debug"])).Expect();

        Assert.Equal("", plain.Expect());
        Assert.All(Registry.Credentials, static credentials => Assert.Equal("Basic YWxpY2U6d29uZGVyOmxhbmQ=", credentials));
        Assert.Contains($"[debug]  GET   {Registry.Url}/v2/_oci/ext/discover [request header]  map[Authorization:[Basic YWxpY2U6d29uZGVyOmxhbmQ=] User-Agent:[zli]]\n", traced, StringComparison.Ordinal);
        Assert.Contains($"[debug]  GET {Registry.Url}/v2/_oci/ext/discover [status]  200   [response header]  map[", traced, StringComparison.Ordinal);
    }

    private void Script(string images)
    {
        Registry.WithSearch();
        foreach (var query in new[] { "ImageList", "ImageListForDigest", "BaseImageList", "DerivedImageList" })
        {
            Registry.OnQuery(query, $$"""{"Results":{{images}}}""");
        }
    }
}
