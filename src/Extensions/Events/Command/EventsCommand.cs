#if EXT_EVENTS
using System.Text;
using Zot.Hosting;

namespace Zot.Extensions.Events;

/// <summary><c>zot events</c>: what <see cref="EventsEndpoint"/> and <see cref="EventStream"/> of a running registry offer.</summary>
internal static class EventsCommand
{
    private static readonly WantedRoute Wanted = new(
        "events", "it was built without the extension, or extensions.events is not enabled, or tells nobody");

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
    public static Func<CommandCall, Task> With(Func<CommandCall, RunningRegistry, Task> run) => ServerCommand.With(Wanted, run);

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
}
#endif
