#if EXT_EVENTS
using System.Text;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary><c>zot events</c>: what <see cref="EventsEndpoint"/> and <see cref="EventStream"/> of a running registry offer.</summary>
internal static class EventsCommand
{
    public static ExtensionCommand Create() => new("events", "See and steer the events of a registry that is running.")
    {
        Options = ServerParameters.All,
        Commands =
        [
            SinksCommand.Create(),
            DeadLettersCommand.Create(),
            ReplayCommand.Create(),
            PingCommand.Create(),
            TailCommand.Create(),
        ],
    };

    /// <summary>How a command is carried out: with the registry that its options name.</summary>
    public static Func<CommandCall, Task> With(Func<CommandCall, RunningRegistry, Task> run) => async call =>
    {
        using var registry = await RunningRegistry.OpenAsync(call);
        try
        {
            await run(call, registry);
        }
        catch (NoAnswerException cause)
        {
            throw new CommandRefusedException(cause.Message, cause);
        }
    };

    /// <summary>A path below that of the events, with a query of what is there.</summary>
    public static string Path(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var all = new StringBuilder(EventsEndpoint.Path).Append(path);
        var separator = '?';
        foreach (var (name, value) in query)
        {
            if (value is not null)
            {
                all.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return all.ToString();
    }

    /// <summary>Writes an answer as it came.</summary>
    public static Task WriteJsonAsync(CommandCall call, RegistryAnswer answer) => call.Output.WriteLineAsync(Encoding.UTF8.GetString(answer.Body));
}
#endif
