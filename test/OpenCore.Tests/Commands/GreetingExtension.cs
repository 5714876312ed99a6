using Zot.Client.Commands;
using Zot.Hosting;

namespace Zot.OpenCore.Tests.Commands;

/// <summary>A command with subcommands.</summary>
internal sealed class GreetingExtension : IZotExtension
{
    private static readonly CommandParameter Person = new("person", "The person to greet.") { IsRequired = true };

    private static readonly CommandParameter Language =
        new("--language", "The language.") { ShortName = "-l", Values = ["de", "en"] };

    public string Name => "greeting";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands { get; } =
    [
        new("greeting", "Greet and list languages.")
        {
            Commands =
            [
                new("say", "Greet a person.") { Arguments = [Person], Options = [Language], Run = SayAsync },
                new("languages", "List the languages.") { Run = static call => call.Output.WriteLineAsync("de, en") },
            ],
        },
    ];

    public void Configure(ZotBuilder zot)
    {
    }

    private static Task SayAsync(CommandCall call)
    {
        var person = call.Find(Person);
        return person is "?"
            ? throw new CommandException("person is '?', but must be a name")
            : call.Output.WriteLineAsync(call.Find(Language) == "de" ? $"Guten Tag, {person}" : $"Good day, {person}");
    }
}
