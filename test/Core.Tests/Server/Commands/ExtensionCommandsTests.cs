using System.CommandLine;
using Xunit;
using Zot.Client.Commands;
using Zot.Server.Commands;

namespace Zot.Core.Tests.Server.Commands;

public sealed class ExtensionCommandsTests
{
    private static readonly CommandParameter Loud = new("--loud", "Shout.") { IsFlag = true };
    private static readonly CommandParameter Language = new("--language", "In which.") { ShortName = "-l", Values = ["de", "en"] };
    private static readonly CommandParameter Whom = new("name", "Whom.") { IsRequired = true };
    private static readonly CommandParameter Times = new("--times", "How often.") { IsRequired = true };

    private readonly List<string> _calls = [];

    [Theory]
    [InlineData("ada - - 1", "hello", "say", "ada", "--times", "1")]
    [InlineData("ada - de 2", "hello", "say", "ada", "-l", "de", "--times", "2")]
    [InlineData("ada loud - 1", "hello", "--loud", "say", "ada", "--times", "1")]
    public async Task Call_receives_options_even_before_the_subcommand(string call, params string[] arguments)
    {
        Assert.Equal(0, await Root().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal([call], _calls);
    }

    [Theory]
    [InlineData("hello", "say", "--times", "1")]
    [InlineData("hello", "say", "ada")]
    [InlineData("hello", "say", "ada", "--times", "1", "--language", "fr")]
    [InlineData("hello", "shout", "ada")]
    public void Invalid_call_is_rejected(params string[] arguments) => Assert.NotEmpty(Root().Parse(arguments).Errors);

    [Fact]
    public void Suggestions_include_commands_options_and_values()
    {
        Assert.Contains("say", Suggestions("hello "));
        Assert.Contains("--times", Suggestions("hello say ada --t"));
        Assert.Equal(["de", "en"], Suggestions("hello say ada --language "));
    }

    private IEnumerable<string> Suggestions(string line) => Root().Parse(line).GetCompletions(line.Length).Select(static item => item.Label);

    private RootCommand Root()
    {
        var root = new RootCommand();
        foreach (var command in ExtensionCommands.Create([Hello()]))
        {
            root.Add(command);
        }

        return root;
    }

    private ExtensionCommand Hello() => new("hello", "Greets.")
    {
        Options = [Loud, Language],
        Commands = [new("say", "Says it.") { Arguments = [Whom], Options = [Times], Run = SayAsync }],
    };

    private Task SayAsync(CommandCall call)
    {
        _calls.Add($"{call.Find(Whom)} {(call.Has(Loud) ? "loud" : "-")} {call.Find(Language) ?? "-"} {call.Find(Times)}");
        return Task.CompletedTask;
    }
}
