#if EXT_EVENTS
using System.Text;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Extensions.Events.Admin;

namespace Zot.Extensions.Events.Command;

/// <summary>
/// <c>zot events</c>: a client of <see cref="EventsEndpoint"/> and <see cref="EventStream"/> of a running registry.
/// </summary>
internal static class EventsCommand
{
    private static readonly RequestedRoute Wanted = new(
        "events", "it was built without the extension, or extensions.events is not enabled or has no sinks");

    public static ExtensionCommand Create() => new("events", "Inspect and manage the events of a running registry.")
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

    /// <summary>Returns the action of a command, which runs against the registry that the options name.</summary>
    public static Func<CommandCall, Task> With(Func<CommandCall, RunningRegistry, Task> run) =>
        ServerCommand.With(Wanted, run);

    /// <summary>
    /// Builds a path below the route of events, with a query of the values that are not <see langword="null"/>.
    /// </summary>
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
}
#endif
