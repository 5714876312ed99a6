using Xunit;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Commands;

/// <summary>A command with subcommands that an extension adds to the command line.</summary>
public sealed class AddedCommandTests
{
    [Theory]
    [InlineData("Good day, ada\n", "greeting", "say", "ada")]
    [InlineData("Guten Tag, ada\n", "greeting", "say", "ada", "-l", "de")]
    [InlineData("de, en\n", "greeting", "languages")]
    public async Task Subcommand_is_run(string expected, params string[] arguments) =>
        Assert.Equal((0, expected, ""), await RunAsync(arguments));

    [Theory]
    [InlineData("Greet and list languages.", "--help")]
    [InlineData("List the languages.", "greeting")]
    [InlineData("The person to greet.", "greeting", "say", "--help")]
    [InlineData("The person to greet.", "help", "greeting", "say")]
    public async Task Help_describes_it(string expected, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal((0, ""), (status, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Error: person is '?', but must be a name", "greeting", "say", "?")]
    [InlineData("Error: Required argument 'person' missing", "greeting", "say")]
    [InlineData("Error: Argument 'fr' not recognized.", "greeting", "say", "ada", "-l", "fr")]
    public async Task Invalid_call_is_rejected_with_an_error(string expected, params string[] arguments)
    {
        var (status, output, error) = await RunAsync(arguments);

        Assert.Equal((1, ""), (status, output));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shells_complete_it() =>
        Assert.Contains(
            "languages\n", (await RunAsync("[suggest:13]", "zot greeting ")).Output, StringComparison.Ordinal);

    private static Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments) =>
        ExtendedCommandLine.RunAsync(new GreetingExtension(), arguments);
}
