using Xunit;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class RepositoryCommandsTests : ZliTest
{
    [Theory]
    [InlineData("\nREPOSITORY NAME\na\nb [1m\n")]
    [InlineData("\nREPOSITORY NAME\nb [1m\na\n", "--sort-by", "alpha-dsc")]
    public async Task Repositories_are_listed(string output, params string[] options)
    {
        Registry.On("/v2/_catalog", """{"repositories":["a","b\u001b[1m"]}""");

        Assert.Equal(output, (await QueryAsync(["repo", "list", .. options])).Expect());
    }

    [Fact]
    public async Task All_pages_are_read_from_the_same_registry()
    {
        Registry.On("/v2/_catalog", """{"repositories":["a"]}""", headers: ("Link", "<http://elsewhere.example/v2/_catalog?last=a&n=1>; rel=\"next\""))
            .On("/v2/_catalog?last=a&n=1", """{"repositories":["b"]}""", headers: ("Link", "</v2/_catalog?last=b>; rel=\"next\""))
            .On("/v2/_catalog?last=b", """{"repositories":[]}""", headers: ("Link", "</v2/_catalog?last=b>; rel=\"next\""));

        Assert.Equal("\nREPOSITORY NAME\na\nb\n", (await QueryAsync("repo", "list")).Expect());
    }

    [Theory]
    [InlineData("unknown flag: -f", "list", "-f", "json")]
    [InlineData("accepts 0 arg(s), received 1", "list", "a")]
    [InlineData("invalid argument \"update-time\" for \"--sort-by\" flag: supported values  alpha-asc, alpha-dsc", "list", "--sort-by", "update-time")]
    [InlineData("unknown cli subcommand 'ls' for 'repo'\n\nDid you mean this?\n\tlist", "ls")]
    public async Task Invalid_usage_is_rejected(string message, params string[] arguments) =>
        (await QueryAsync(["repo", .. arguments])).ExpectError(message);

    [Fact]
    public async Task Rejected_request_is_an_error()
    {
        Registry.On("/v2/_catalog", "{}", 401);

        (await QueryAsync("repo", "list")).ExpectError("unauthorized access. check credentials: Expected: 200, Got: 401, Body: '{}'");
    }
}
