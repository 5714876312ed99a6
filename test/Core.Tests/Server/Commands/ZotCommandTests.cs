using Xunit;
using Zot.Server;

namespace Zot.Core.Tests.Server.Commands;

public sealed class ZotCommandTests
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("serve", "--help")]
    [InlineData("help", "serve")]
    public async Task Help_IsPrinted(params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal(0, status);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains("serve", output, StringComparison.Ordinal);
        Assert.Empty(error);
    }

    [Theory]
    [InlineData("Error: Unrecognized command or argument 'server'.", "server")]
    [InlineData("Error: Unrecognized command or argument '--fast'.", "serve", "--fast")]
    [InlineData("Error: Unrecognized command or argument 'two'.", "verify", "one", "two")]
    [InlineData("Error: there is no command 'server'", "help", "server")]
    public async Task WrongUsage_IsRefusedInASentence(string sentence, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal(1, status);
        Assert.StartsWith(sentence, error, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Version_IsOneLine()
    {
        var (status, output, _) = await RunAsync("version");

        Assert.Equal(0, status);
        Assert.Matches(@"^zot v\d+\.\d+\.\d+ \([a-z-]*\), commit \S+, distribution-spec 1\.1\.1, \.NET 10\.[0-9.]+\n$", output);
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete ")]
    [InlineData("powershell", "Register-ArgumentCompleter ")]
    public async Task Completion_IsAScriptThatAsksTheProgram(string shell, string call)
    {
        var (status, output, _) = await RunAsync("completion", shell);

        Assert.Equal(0, status);
        Assert.Contains(call, output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggest_IsWhatTheScriptsAskFor()
    {
        var (status, output, _) = await RunAsync("[suggest:6]", "zot ve");

        Assert.Equal(0, status);
        Assert.Equal(["verify", "version"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] != '-').Order(StringComparer.Ordinal));
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await ZotCommand.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
