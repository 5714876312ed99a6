#if EXT_EVENTS
using System.Globalization;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Extensions.Events.Formats;
using Zot.Go;

namespace Zot.Extensions.Events.Command;

/// <summary><c>zot events replay</c>.</summary>
internal static class ReplayCommand
{
    private static readonly CommandParameter Sink = new("--sink", "The sink.") { HelpName = "name", IsRequired = true };

    private static readonly CommandParameter Id = new("--id", "The event with this id.") { HelpName = "id" };

    private static readonly CommandParameter Repository =
        new("--repository", "Events of this repository.") { HelpName = "name" };

    private static readonly CommandParameter Since = new(
        "--since", "Events from this time on: 2026-03-04T05:06:07Z, or a duration before now: 24h.")
    {
        HelpName = "time",
    };

    private static readonly CommandParameter Until = new("--until", "Events up to this time.") { HelpName = "time" };

    private static readonly CommandParameter From =
        new("--from", "Events from this sequence number on.") { HelpName = "number" };

    private static readonly CommandParameter To =
        new("--to", "Events up to this sequence number.") { HelpName = "number" };

    public static ExtensionCommand Create() => new(
        "replay", "Deliver events to a sink again: those that match all given options.")
    {
        Options = [Sink, Id, Repository, Since, Until, From, To],
        Run = EventsCommand.With(ReplayAsync),
    };

    private static async Task ReplayAsync(CommandCall call, RunningRegistry registry)
    {
        var path = EventsCommand.Path(
            "/replay",
            ("sink", call.Find(Sink)), ("id", call.Find(Id)), ("repository", call.Find(Repository)),
            ("from", TimeOf(call, Since)), ("to", TimeOf(call, Until)),
            ("fromSequence", call.Find(From)), ("toSequence", call.Find(To)));
        var answer = await registry.SendAsync(HttpMethod.Post, path, expected: null, call.Stop);
        await CountOutput.WriteAsync(call, answer.Number("count"), "events queued for redelivery");
    }

    private static string? TimeOf(CommandCall call, CommandParameter parameter) => call.Find(parameter) switch
    {
        null => null,
        var text when GoDuration.TryParse(text, out var ago) => JsonText.Time(TimeProvider.System.GetUtcNow() - ago),
        var text when DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => JsonText.Time(time),
        var text => throw new CommandException(
            $"{parameter.Name} is '{text}', but must be a time (2026-03-04T05:06:07Z) or a duration (24h)"),
    };
}
#endif
