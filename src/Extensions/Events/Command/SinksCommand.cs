#if EXT_EVENTS
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Extensions.Events.Command;

/// <summary><c>zot events sinks</c>.</summary>
internal static class SinksCommand
{
    private static readonly string[] Heading = ["SINK", "STATE", "PENDING", "OLDEST", "DEAD LETTERS"];

    public static ExtensionCommand Create() => new(
        "sinks", "List the sinks with their state, pending events and dead letters.")
    {
        Run = EventsCommand.With(ListAsync),
    };

    private static async Task ListAsync(CommandCall call, RunningRegistry registry)
    {
        var answer = await registry.SendAsync(HttpMethod.Get, EventsCommand.Path("/sinks"), expected: null, call.Stop);
        if (call.WantsJson())
        {
            await ServerCommand.WriteJsonAsync(call, answer);
            return;
        }

        await TextTable.WriteAsync(call.Output, Heading, answer.Items("sinks").Select(static sink =>
            new[] { sink.Text("name"), sink.Text(
                "state"), sink.Text("waiting"), sink.Text("oldest", "-"), sink.Text("deadLetters") }));
    }
}
#endif
