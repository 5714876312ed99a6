using Xunit;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class CveCommandsTests : ZliTest
{
    private const string Table =
        "CRITICAL 0, HIGH 1, MEDIUM 0, LOW 1, UNKNOWN 0, TOTAL 2\n\n"
        + "ID               SEVERITY TITLE                                            VULNERABLE PACKAGE                  PATH                           INSTALL-VER          FIXED-VER\n"
        + "CVE-2011-4915    LOW      fs/proc/base.c in the Linux kernel through 3....\n"
        + "                                                                           linux                               -                              3.0                  3.2\n"
        + "                                                                           perl                                /usr/bin/perl                  5\n"
        + "CVE-1            HIGH     Other\n";

    [Theory]
    [InlineData("cve", "list")]
    [InlineData("image", "cve")]
    public async Task List_is_a_table(string group, string command)
    {
        Registry.WithSearch().OnQuery("CVEListForImage", ZliData.Cves);

        Assert.Equal(Table, (await QueryAsync(group, command, "team/app:v1")).Expect());
        Assert.StartsWith(
            "{ CVEListForImage(image: \"team/app:v1\", searchedCVE: \"\", requestedPage: { sortBy: SEVERITY }) {",
            Registry.Requests.Last(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_list_has_descriptions()
    {
        Registry.WithSearch().OnQuery("CVEListForImage", ZliData.Cves);

        Assert.Equal(
            """
            CRITICAL 0, HIGH 1, MEDIUM 0, LOW 1, UNKNOWN 0, TOTAL 2

            CVE-2011-4915
            Severity: LOW
            Title: fs/proc/base.c in the Linux kernel through 3.1 allows
            Description:
            First line
            second  [31mline

            Vulnerable Packages:
             Package Name: linux
             Package Path: 
             Installed Version: 3.0
             Fixed Version: 3.2

             Package Name: perl
             Package Path: /usr/bin/perl
             Installed Version: 5
             Fixed Version: 


            CVE-1
            Severity: HIGH
            Title: Other
            Description:
            Not Specified

            Vulnerable Packages:
            No Vulnerable Packages



            """,
            (await QueryAsync("cve", "list", "team/app:v1", "--verbose")).Expect());
    }

    [Fact]
    public async Task Json_is_one_line()
    {
        Registry.WithSearch().OnQuery("CVEListForImage", ZliData.Cves);

        Assert.Equal(
            """{"Tag":"v1","CVEList":[{"Id":"CVE-2011-4915","Severity":"LOW","Title":"fs/proc/base.c in the Linux kernel through 3.1 allows","Description":"First line\nsecond \u001B[31mline","PackageList":[{"Name":"linux","PackagePath":"","InstalledVersion":"3.0","FixedVersion":"3.2"},{"Name":"perl","PackagePath":"/usr/bin/perl","InstalledVersion":"5","FixedVersion":""}]},{"Id":"CVE-1","Severity":"HIGH","Title":"Other","Description":"","PackageList":[]}],"Summary":{"maxSeverity":"HIGH","unknownCount":0,"lowCount":1,"mediumCount":0,"highCount":1,"criticalCount":0,"count":2}}""" + "\n",
            (await QueryAsync("cve", "list", "team/app:v1", "-f", "json")).Expect());
    }

    [Fact]
    public async Task Yaml_is_one_document()
    {
        Registry.WithSearch().OnQuery("CVEListForImage", """{"Tag":"v1","CVEList":[{"Id":"CVE-1","Title":"a: b # c","Severity":"LOW","Description":"one\ntwo","PackageList":[{"Name":"no","PackagePath":"","InstalledVersion":"1.0","FixedVersion":"v2"}]}],"Summary":null}""");

        Assert.Equal(
            """
            ---
            tag: v1
            cvelist:
            - id: CVE-1
              severity: LOW
              title: 'a: b # c'
              description: |-
                one
                two
              packagelist:
              - name: "no"
                packagepath: ""
                installedversion: "1.0"
                fixedversion: v2
            summary:
              maxseverity: ""
              unknowncount: 0
              lowcount: 0
              mediumcount: 0
              highcount: 0
              criticalcount: 0
              count: 0

            """,
            (await QueryAsync("cve", "list", "team/app:v1", "-f", "yaml")).Expect());
    }

    [Fact]
    public async Task Image_without_vulnerabilities_is_a_sentence_in_text_only()
    {
        Registry.WithSearch().OnQuery("CVEListForImage", """{"Tag":"v1","CVEList":[],"Summary":null}""");

        Assert.Equal("No CVEs found for image\n", (await QueryAsync("cve", "list", "a:v1")).Expect());
        Assert.StartsWith("""{"Tag":"v1","CVEList":[],""", (await QueryAsync("cve", "list", "a:v1", "-f", "json")).Expect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CVEListForImage(image: \"a:b\", searchedCVE: \"CVE-9\", requestedPage: { sortBy: ALPHABETIC_DSC })", "list", "a:b", "--cve-id", "CVE-9", "--sort-by", "alpha-dsc")]
    [InlineData("ImageListForCVE(id: \"CVE-1\", requestedPage: { sortBy: ALPHABETIC_ASC })", "affected", "CVE-1")]
    [InlineData("ImageListWithCVEFixed(id: \"CVE-1\", image: \"team/app\", requestedPage: { sortBy: ALPHABETIC_ASC })", "fixed", "team/app", "CVE-1")]
    [InlineData("CVEDiffListForImages(minuend: { Repo: \"a\", Tag: \"1\", Digest: \"\" }, subtrahend: { Repo: \"b\", Tag: \"2\", Digest: \"\" })", "diff", "a:1", "b:2")]
    [InlineData("CVEDiffListForImages(minuend: { Repo: \"a\", Tag: \"1\", Digest: \"\", Platform: { Os: \"linux\", Arch: \"arm/v7\" } }, subtrahend: { Repo: \"b\", Tag: \"\", Digest: \"" + ZliData.A + "\", Platform: { Os: \"linux\", Arch: \"\" } })", "diff", "a:1", "linux/arm/v7", "b@" + ZliData.A, "linux")]
    public async Task Query_has_the_arguments(string query, params string[] arguments)
    {
        Script();

        (await QueryAsync(["cve", .. arguments])).Expect();

        Assert.StartsWith($"{{ {query} {{ ", Registry.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Affected_images_are_a_table_and_can_be_limited_to_a_repository()
    {
        Script();

        Assert.Contains("team/app   v1  ", (await QueryAsync("cve", "affected", "CVE-1")).Expect(), StringComparison.Ordinal);
        Assert.Contains("team/app   v1  ", (await QueryAsync("cve", "affected", "CVE-1", "--repo", "team/app")).Expect(), StringComparison.Ordinal);
        Assert.Equal("", (await QueryAsync("cve", "affected", "CVE-1", "--repo", "other")).Expect());
        Assert.Contains("team/app   v1  ", (await QueryAsync("cve", "fixed", "team/app", "CVE-1")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Difference_has_a_heading()
    {
        Script();

        Assert.Equal(
            "CVEs in image a:1 that are not in image b:2\n\n" + Table,
            (await QueryAsync("cve", "diff", "a:1", "b:2")).Expect());
        Assert.StartsWith("""{"Tag":"1",""", (await QueryAsync("cve", "diff", "a:1", "b:2", "-f", "json")).Expect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accepts 1 arg(s), received 0", "list")]
    [InlineData("invalid image reference format, use [repo:tag] or [repo@digest]", "list", "app")]
    [InlineData("invalid cli parameter: expected a cveid 'CVE-...' got 'GHSA-1'", "affected", "GHSA-1")]
    [InlineData("accepts 2 arg(s), received 1", "fixed", "app")]
    [InlineData("invalid cli parameter: expected a valid repo name for first argument 'A'", "fixed", "A", "CVE-1")]
    [InlineData("accepts between 2 and 4 arg(s), received 1", "diff", "a:1")]
    [InlineData("invalid cli arguments: first parameter should be a repo:tag", "diff", "linux/amd64", "a:1")]
    [InlineData("invalid cli arguments: not enough arguments, specified only 1 image with arch", "diff", "a:1", "linux/amd64")]
    [InlineData("invalid cli arguments: 3rd argument should be a repo:tag", "diff", "a:1", "linux/amd64", "linux/amd64")]
    [InlineData("invalid cli arguments: too many repo:tag inputs", "diff", "a:1", "b:2", "c:3")]
    [InlineData("invalid cli arguments: too many repo:tag inputs", "diff", "a:1", "b:2", "linux/amd64", "linux/amd64")]
    [InlineData("invalid cli arguments: 4th argument should not be a repo:tag but an arch", "diff", "a:1", "linux/amd64", "b:2", "c:3")]
    [InlineData("unknown cli subcommand 'dif' for 'cve'\n\nDid you mean this?\n\tdiff", "dif")]
    public async Task Invalid_usage_is_rejected(string message, params string[] arguments)
    {
        (await QueryAsync(["cve", .. arguments])).ExpectError(message);

        Assert.Empty(Registry.Requests);
    }

    [Theory]
    [InlineData("CVEListForImage", "list", "a:b")]
    [InlineData("ImageListForCVE", "affected", "CVE-1")]
    [InlineData("ImageListWithCVEFixed", "fixed", "a", "CVE-1")]
    [InlineData("CVEDiffListForImages", "diff", "a:1", "b:1")]
    public async Task Unsupported_query_is_named(string query, params string[] arguments)
    {
        Registry.WithSearch(SchemaText.Create([], []));

        (await QueryAsync(["cve", .. arguments])).ExpectError($"query is not supported or has different arguments: {query}: '{query}'");
    }

    [Fact]
    public async Task Missing_database_is_retried_until_it_exists()
    {
        var attempts = 0;
        Registry.WithSearch().OnQuery("CVEListForImage", () => ++attempts < 3
            ? """{"errors":[{"message":"cve-db is not present"}],"data":null}"""
            : $$$"""{"data":{"CVEListForImage":{{{ZliData.Cves}}}}}""");

        var run = await AdvanceAsync(QueryAsync("cve", "list", "a:b"), TimeSpan.FromSeconds(1));

        Assert.Equal(0, run.Status);
        Assert.Equal(Table, run.Output);
        Assert.Equal(
            "[warning] CVE DB is not ready [1] - retry in 3 seconds\n[warning] CVE DB is not ready [2] - retry in 3 seconds\n", run.Error);
    }

    [Fact]
    public async Task Missing_database_is_an_error_after_twenty_attempts()
    {
        var attempts = 0;
        Registry.WithSearch().OnQuery("CVEListForImage", () => ++attempts > 0 ? """{"errors":[{"message":"cve-db is not present"}]}""" : "");

        var run = await AdvanceAsync(QueryAsync("cve", "list", "a:b"), TimeSpan.FromSeconds(1));

        Assert.Equal(1, run.Status);
        Assert.EndsWith("[19] - retry in 3 seconds\nError: cve-db is not present\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(20, attempts);
    }

    private void Script() => Registry.WithSearch()
        .OnQuery("CVEListForImage", ZliData.Cves)
        .OnQuery("ImageListForCVE", $$"""{"Results":[{{ZliData.Image}}]}""")
        .OnQuery("ImageListWithCVEFixed", $$"""{"Results":[{{ZliData.Image}}]}""")
        .OnQuery("CVEDiffListForImages", $$"""{"Minuend":{"Repo":"a","Tag":"1"},"Subtrahend":{"Repo":"b","Tag":"2"},{{ZliData.Cves[(ZliData.Cves.IndexOf(',', StringComparison.Ordinal) + 1)..]}}""");
}
