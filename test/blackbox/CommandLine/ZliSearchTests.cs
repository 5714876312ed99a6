using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Zot.BlackBox.Extensions;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests <c>zli</c> with the search extension; skipped for registries that do not list it.</summary>
/// <param name="server">The server.</param>
public sealed partial class ZliSearchTests(SearchServer server) : IClassFixture<SearchServer>, IDisposable
{
    private const string All = "library/nginx:V2.0-RC library/nginx:v1.0 team/docker:v1 team/tools:multi";

    private readonly ZliProgram _zli = new();

    private string Url => server.Zot.Address.ToString();

    [Theory(Timeout = Limits.Test)]
    [InlineData("image list", All)]
    [InlineData("image list --sort-by alpha-dsc", "team/tools:multi team/docker:v1 library/nginx:v1.0 library/nginx:V2.0-RC")]
    [InlineData("image list --sort-by update-time", "library/nginx:V2.0-RC team/tools:multi library/nginx:v1.0 team/docker:v1")]
    [InlineData("image name library/nginx", "library/nginx:V2.0-RC library/nginx:v1.0")]
    [InlineData("image name library/nginx:v1.0", "library/nginx:v1.0")]
    [InlineData("image digest $old", "library/nginx:v1.0")]
    [InlineData("image digest $hex", "library/nginx:V2.0-RC library/nginx:v1.0 team/tools:multi")]
    [InlineData("image base library/nginx:V2.0-RC", "library/nginx:v1.0")]
    [InlineData("image derived library/nginx:v1.0", "library/nginx:V2.0-RC team/tools:multi")]
    [InlineData("search query :", All)]
    [InlineData("search query : --sort-by update-time", "library/nginx:V2.0-RC team/tools:multi library/nginx:v1.0 team/docker:v1")]
    [InlineData("search query library/nginx:v", "library/nginx:V2.0-RC library/nginx:v1.0")]
    public async Task Images_are_listed(string command, string expected)
    {
        var json = await RunAsync($"{command} -f json");
        var yaml = await RunAsync($"{command} -f yaml");
        var table = await RunAsync(command);

        Assert.Equal(expected, string.Join(' ', json.Split('\n').Select(static line => JsonNode.Parse(line)!)
            .Select(static image => $"{image["repoName"]}:{image["tag"]}")));
        Assert.Equal(expected, string.Join(' ', YamlName().Matches(yaml).Select(static match => $"{match.Groups["name"].Value}:{match.Groups["tag"].Value}")));
        Assert.Equal(expected, string.Join(' ', table.Split('\n').Skip(1).Where(static line => line[0] != ' ')
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(static words => $"{words[0]}:{words[1]}")));
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Table_has_a_row_for_each_manifest_and_layer()
    {
        var table = await RunAsync("image list");
        var verbose = await RunAsync("image name team/tools --verbose");

        Assert.StartsWith("REPOSITORY    TAG      OS/ARCH          DIGEST     SIGNED   SIZE\n", table, StringComparison.Ordinal);
        Assert.Matches(SearchServer.Fill($"(?m)^library/nginx v1.0     linux/amd64 +{SearchServer.Old.Digest[7..15]} +true +[0-9]+B( |$)"), table);
        Assert.Matches($"(?m)^team/tools    multi +\\* +{SearchServer.Multi.Digest[7..15]} +false ", table);
        Assert.Matches($"(?m)^ +linux/arm/v7 +{SearchServer.Parts[1].Digest[7..15]} +false ", table);
        Assert.Matches("^REPOSITORY +TAG +OS/ARCH +DIGEST +CONFIG +SIGNED +LAYERS +SIZE\n", verbose);
        Assert.Matches($"(?m)^ +{SearchServer.Base.Digest[7..15]} +4B( |$)", verbose);
        Assert.Contains(SearchServer.Parts[0].Blobs[0].Digest[7..15], verbose, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Json_has_the_fields_of_zot()
    {
        var image = JsonNode.Parse(await RunAsync("image name library/nginx:v1.0 -f json"))!.AsObject();

        Assert.Equal(
            (SearchServer.Old.Digest, "application/vnd.oci.image.manifest.v1+json", "2020-01-01T00:00:00Z", true),
            ((string)image["digest"]!, (string)image["mediaType"]!, (string)image["lastUpdated"]!, (bool)image["isSigned"]!));
        Assert.All(
            (string[])["size", "downloadCount", "vulnerabilities", "referrers", "signatureInfo", "artifactType", "licenses", "authors"],
            name => Assert.Contains(name, image.Select(static member => member.Key)));
        Assert.Equal("linux", (string)image["manifests"]![0]!["platform"]!["os"]!);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Repositories_are_found()
    {
        var table = await RunAsync("search query nginx");
        var verbose = await RunAsync("search query team/ --verbose --sort-by alpha-dsc");
        var json = (await RunAsync("search query team/ -f json --sort-by alpha-asc")).Split('\n');

        Assert.Matches("^NAME +SIZE +LAST UPDATED +DOWNLOADS +STARS\nlibrary/nginx ", table);
        Assert.Equal(2, table.Split('\n').Length);
        Assert.Matches("^NAME +SIZE +LAST UPDATED +DOWNLOADS +STARS +PLATFORMS\nteam/tools (.|\n)*\nteam/docker ", verbose);
        Assert.Contains("linux/arm/v7", verbose, StringComparison.Ordinal);
        Assert.Equal(["team/docker", "team/tools"], json.Select(static line => (string)JsonNode.Parse(line)!["name"]!));
        Assert.Equal("\nREPOSITORY NAME\nlibrary/nginx\nteam/docker\nteam/tools", await RunAsync("repo list"));
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("library/nginx:v1.0")]
    [InlineData("library/nginx@$old")]
    public async Task Referrers_are_found(string subject)
    {
        var table = await RunAsync($"search subject {subject}");
        var json = JsonNode.Parse(await RunAsync($"search subject {subject} -f json"))!.AsArray();

        Assert.Matches(SearchServer.Fill("^ARTIFACT TYPE +SIZE +DIGEST\napplication/spdx\\+json +[0-9]+ B +$sbom$"), table);
        Assert.Equal(
            (SearchServer.Sbom.Digest, "application/spdx+json", MediaType.Image),
            ((string)Assert.Single(json)!["digest"]!, (string)json[0]!["artifacttype"]!, (string)json[0]!["mediatype"]!));
    }

    [Theory(Timeout = Limits.Test)]
    [InlineData("image cve library/nginx:v1.0")]
    [InlineData("image cve library/nginx:v1.0 --cve-id CVE-1")]
    [InlineData("cve list library/nginx@$old")]
    [InlineData("cve affected CVE-1")]
    [InlineData("cve affected CVE-1 --repo library/nginx")]
    [InlineData("cve fixed library/nginx CVE-1")]
    [InlineData("cve diff library/nginx:v1.0 library/nginx:V2.0-RC")]
    [InlineData("cve diff team/tools:multi linux/amd64 team/tools:multi linux/arm/v7")]
    public Task Vulnerabilities_of_a_registry_without_scanner_are_an_error(string command) => FailsAsync("cve search is disabled", command);

    [Theory(Timeout = Limits.Test)]
    [InlineData("image base library/none:v1", "repository not found")]
    [InlineData("search query a:b:c", "failed to parse search text, invalid format: more than one colon")]
    [InlineData("search subject library/nginx", "invalid image reference format, use [repo:tag] or [repo@digest]")]
    [InlineData("image list -f xml", "invalid cli output format")]
    public Task Query_that_fails_is_an_error(string command, string message) => FailsAsync(message, command);

    [Fact(Timeout = Limits.Test)]
    public async Task Status_names_the_search()
    {
        var status = await RunAsync("status");

        Assert.Matches("^Server Status: online\nServer Version: .*\nDist Spec Version: 1.1.1\nBuilt with: .*search", status);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Debug_shows_that_the_search_is_discovered_introspected_and_queried()
    {
        var requests = (await RunAsync("image list --debug")).Split('\n')
            .Where(static line => line.Contains("[request header]", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, requests.Count);
        Assert.Contains("/v2/_oci/ext/discover", requests[0], StringComparison.Ordinal);
        Assert.Contains("__schema", requests[1], StringComparison.Ordinal);
        Assert.Contains("ImageList", requests[2], StringComparison.Ordinal);
        Assert.All(requests, static line => Assert.Contains("Authorization:[Basic Og==]", line, StringComparison.Ordinal));
    }

    public void Dispose() => _zli.Dispose();

    private Task<string> RunAsync(string command) => _zli.RunAsync([.. SearchServer.Fill(command).Split(' '), "--url", Url]);

    private async Task FailsAsync(string message, string command)
    {
        var run = await _zli.TryAsync([.. SearchServer.Fill(command).Split(' '), "--url", Url]);
        Assert.Equal((1, $"Error: {message}"), (await run.ExitCode, run.Errors));
    }

    [GeneratedRegex(@"(?m)^reponame: (?<name>\S+)\ntag: (?<tag>\S+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlName();
}
