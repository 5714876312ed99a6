using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;

namespace Zot.Server.Commands;

/// <summary>The commands of extensions on the command line.</summary>
internal static class ExtensionCommands
{
    /// <summary>Creates the parser commands for extension commands.</summary>
    public static IEnumerable<Command> Create(IEnumerable<ExtensionCommand> commands) =>
        commands.Select(
            static command => Create(command, new Dictionary<CommandParameter, Func<ParseResult, string?>>()));

    private static Command Create(
        ExtensionCommand extension, Dictionary<CommandParameter, Func<ParseResult, string?>> inherited)
    {
        var values = new Dictionary<CommandParameter, Func<ParseResult, string?>>(inherited);
        var command = new Command(extension.Name, extension.Description);
        foreach (var parameter in extension.Arguments)
        {
            var argument = CreateArgument(parameter);
            values.Add(parameter, parsed => parsed.GetValue(argument));
            command.Add(argument);
        }

        foreach (var parameter in extension.Options)
        {
            AddOption(command, parameter, values);
        }

        foreach (var below in extension.Commands)
        {
            command.Add(Create(below, values));
        }

        if (extension.Run is { } run)
        {
            command.SetAction((parsed, stop) => run(CallOf(parsed, values, stop)));
        }
        else if (extension.RunOffline is { } runOffline)
        {
            var configuration = extension.Arguments[0];
            command.SetAction((parsed, stop) =>
            {
                var call = CallOf(parsed, values, stop);
                return OfflineRegistry.RunAsync(call.Find(configuration), services => runOffline(call, services), stop);
            });
        }
        else
        {
            command.SetAction(static parsed => new HelpAction().Invoke(parsed));
        }

        return command;
    }

    private static Argument<string?> CreateArgument(CommandParameter parameter)
    {
        var argument = new Argument<string?>(parameter.Name)
        {
            Arity = parameter.IsRequired ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            Description = parameter.Description,
            HelpName = parameter.HelpName,
        };
        if (parameter.Values.Count > 0)
        {
            argument.AcceptOnlyFromAmong([.. parameter.Values]);
        }

        return argument;
    }

    private static void AddOption(
        Command command, CommandParameter parameter, Dictionary<CommandParameter, Func<ParseResult, string?>> values)
    {
        string[] aliases = parameter.ShortName is { } shorter ? [shorter] : [];
        if (parameter.IsFlag)
        {
            var flag =
                new Option<bool>(parameter.Name, aliases) { Description = parameter.Description, Recursive = true };
            values.Add(parameter, parsed => parsed.GetValue(flag) ? "" : null);
            command.Add(flag);
            return;
        }

        var option = new Option<string?>(parameter.Name, aliases)
        {
            Description = parameter.Description,
            HelpName = parameter.HelpName,
            Required = parameter.IsRequired,
            Recursive = true,
        };
        if (parameter.Values.Count > 0)
        {
            option.AcceptOnlyFromAmong([.. parameter.Values]);
        }

        values.Add(parameter, parsed => parsed.GetValue(option));
        command.Add(option);
    }

    private static CommandCall CallOf(
        ParseResult parsed, Dictionary<CommandParameter, Func<ParseResult, string?>> values, CancellationToken stop) =>
        new(parameter => values[parameter](parsed))
        {
            Input = Console.In,
            Output = parsed.InvocationConfiguration.Output,
            Error = parsed.InvocationConfiguration.Error,
            Stop = stop,
        };
}
