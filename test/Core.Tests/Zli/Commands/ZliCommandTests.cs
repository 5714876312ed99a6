using Xunit;

namespace Zot.Core.Tests.Zli.Commands;

public sealed class ZliCommandTests : ZliTest
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("image")]
    [InlineData("cve", "-h")]
    [InlineData("help", "image", "list")]
    [InlineData("search", "query", "--help")]
    public async Task Help_is_printed(params string[] arguments) =>
        Assert.Contains("Usage:", (await RunAsync(arguments)).Expect(), StringComparison.Ordinal);

    [Fact]
    public async Task Help_of_a_subcommand_has_the_options_of_its_group()
    {
        var help = (await RunAsync("help", "image", "base")).Expect();

        Assert.All(
            ["repo:tag|repo@digest", "--url", "--config", "-u, --user", "-f, --format", "--verbose", "--debug", "--sort-by"],
            option => Assert.Contains(option, help, StringComparison.Ordinal));
        Assert.DoesNotContain("--cve-id", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown command \"imge\" for \"zli\"\n\nDid you mean this?\n\timage", "imge")]
    [InlineData("unknown command \"everything\" for \"zli\"", "everything")]
    [InlineData("unknown command \"x\" for \"zli\"", "help", "x")]
    [InlineData("unknown flag: --fast", "--fast")]
    public async Task Unknown_command_is_rejected(string message, params string[] arguments) =>
        (await RunAsync(arguments)).ExpectError(message);

    [Fact]
    public async Task Option_without_a_value_is_an_error()
    {
        var run = await RunAsync("image", "list", "--url");

        Assert.Equal(1, run.Status);
        Assert.StartsWith("Error: Required argument missing for option: '--url'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Argument_with_an_at_sign_is_not_a_file()
    {
        var file = Path.Combine(Home, "arguments");
        await File.WriteAllTextAsync(file, "list", TestContext.Current.CancellationToken);

        (await RunAsync("image", $"@{file}")).ExpectError($"unknown cli subcommand '@{file}' for 'image'");
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete ")]
    [InlineData("powershell", "Register-ArgumentCompleter ")]
    public async Task Completion_script_queries_the_program(string shell, string call)
    {
        var script = (await RunAsync("completion", shell)).Expect();

        Assert.Contains(call, script, StringComparison.Ordinal);
        Assert.Contains("zli \"[suggest:", script, StringComparison.Ordinal);
        Assert.DoesNotContain("{program}", script, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zli image ", "digest")]
    [InlineData("zli image list --sort-by ", "update-time")]
    [InlineData("zli image list --format ", "yaml")]
    public async Task Completions_are_suggested(string line, string suggestion)
    {
        var suggestions = (await RunAsync($"[suggest:{line.Length}]", line)).Expect().Split('\n');

        Assert.Contains(suggestion, suggestions);
    }
}
