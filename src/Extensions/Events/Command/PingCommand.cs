#if EXT_EVENTS
using System.Net;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Extensions.Events.Command;

/// <summary><c>zot events ping</c>.</summary>
internal static class PingCommand
{
    private static readonly CommandParameter Sink = new("sink", "The sink.") { IsRequired = true };

    public static ExtensionCommand Create() => new("ping", "Send a test event to a sink, and report the result.")
    {
        Arguments = [Sink],
        Run = EventsCommand.With(PingAsync),
    };

    private static async Task PingAsync(CommandCall call, RunningRegistry registry)
    {
        var sink = call.Find(Sink)!;
        var answer = await registry.SendAsync(
            HttpMethod.Post, EventsCommand.Path("/ping", ("sink", sink)), HttpStatusCode.BadGateway, call.Stop);
        var detail = answer.Json!.Value.Text("detail");
        if (call.WantsJson())
        {
            await ServerCommand.WriteJsonAsync(call, answer);
        }
        else if (answer.Status != HttpStatusCode.BadGateway)
        {
            await call.Output.WriteLineAsync($"{sink} accepted the event in {detail}");
        }

        if (answer.Status == HttpStatusCode.BadGateway)
        {
            throw new CommandException($"{sink} did not accept the event: {detail}");
        }
    }
}
#endif
