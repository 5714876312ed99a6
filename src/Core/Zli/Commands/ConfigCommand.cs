using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary><c>zli config</c>: the profiles, with the forms of earlier releases of zot.</summary>
internal static class ConfigCommand
{
    private static readonly Option<bool> List =
        new("--list", "-l") { Description = "List profiles, or the values of one. Deprecated." };
    private static readonly Option<bool> Reset =
        new("--reset") { Description = "Reset a value to its default. Deprecated." };

    /// <summary>Creates the commands.</summary>
    public static Command Create(ZliEnvironment environment)
    {
        var actions = new ProfileActions(environment);
        var words = new Argument<string[]>("arguments") { Arity = ArgumentArity.ZeroOrMore, Hidden = true };
        var config =
            new Command("config", "Manage profiles: the addresses of registries, under names.") { words, List, Reset };
        config.Add(
            Leaf("add", "name url", "Add a profile.", 2, arguments =>
                actions.Add(arguments[0], arguments[1], NamesOf(config))));
        config.Add(Leaf("remove", "name", "Remove a profile.", 1, arguments => actions.Remove(arguments[0])));
        config.Add(Leaf("list", "", "List the profiles.", 0, _ => actions.List()));
        config.Add(Leaf("show", "name", "Show the values of a profile.", 1, arguments => actions.Show(arguments[0])));
        config.Add(Leaf(
            "get", "name key", "Print a value of a profile.", 2, arguments => actions.Get(arguments[0], arguments[1])));
        config.Add(
            Leaf("set", "name key value", "Set a value: url, "
                + "showspinner or verify-tls.", 3, arguments => actions.Set(arguments[0], arguments[1], arguments[2])));
        config.Add(
            Leaf("reset", "name key", "Reset a value to its default.", 2, arguments =>
                actions.Reset(arguments[0], arguments[1])));
        config.Add(
            Leaf("set-default", "name", "Set the profile that applies without --url "
                + "and --config.", 1, arguments => actions.SetDefault(arguments[0])));
        config.Add(Leaf("clear-default", "", "Clear the default.", 0, _ => actions.ClearDefault()));
        config.SetAction(parsed => RunDeprecated(parsed, parsed.GetValue(words) ?? [], environment, actions));
        return config;
    }

    private static IEnumerable<string> NamesOf(Command config) =>
        config.Subcommands.Select(static command => command.Name);

    private static Command Leaf(string name, string usage, string description, int count, Action<string[]> run)
    {
        var words = new Argument<string[]>("arguments")
        {
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = usage.Replace(" ", "> <", StringComparison.Ordinal),
            Hidden = usage.Length == 0,
        };
        var leaf = new Command(name, description) { words };
        leaf.SetAction(parsed =>
        {
            string[] arguments = parsed.GetValue(words) ?? [];
            CommandGroup.CheckFlags(arguments);
            if (arguments.Length != count)
            {
                throw WrongCount(parsed);
            }

            run(arguments);
        });
        return leaf;
    }

    private static CommandException WrongCount(ParseResult parsed)
    {
        new HelpAction().Invoke(parsed);
        return new CommandException("invalid cli arguments");
    }

    private static void RunDeprecated(
        ParseResult parsed, string[] arguments, ZliEnvironment environment, ProfileActions actions)
    {
        CommandGroup.CheckFlags(arguments);
        var (isList, isReset) = (parsed.GetValue(List), parsed.GetValue(Reset));
        (string Form, string Replacement, Action Run)? deprecated = (arguments, isList, isReset) switch
        {
            ([], true, _) => ("config --list", "config list", actions.List),
            ([var name], true, _) => ("config <name> --list", "config show <name>", () => actions.Show(name)),
            ([var name, var key], _, true) =>
                ("config <name> <key> --reset", "config reset <name> <key>", () => actions.Reset(name, key)),
            ([var name, var key], _, false) =>
                ("config <name> <key>", "config get <name> <key>", () => actions.Get(name, key)),
            ([var name, var key, var value], _, _) =>
                ("config <name> <key> <value>", "config set <name> <key> <value>", () => actions.Set(name, key, value)),
            _ => null,
        };
        if (deprecated is not { } form)
        {
            throw WrongCount(parsed);
        }

        environment.Error.WriteLine(
            $"Warning: deprecated invocation `zli {form.Form}`; use `zli {form.Replacement}` instead.");
        form.Run();
    }
}
