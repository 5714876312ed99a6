#if EXT_EVENTS
using System.Globalization;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Extensions.Events.Command;

/// <summary>
/// <c>zot events deadletters</c>, alone or with <c>list</c>, <c>show</c>, <c>replay</c> or <c>purge</c>.
/// </summary>
internal static class DeadLettersCommand
{
    private const string Path = "/deadletters";

    private static readonly string[] Heading = ["ID", "SINK", "TIME", "REPOSITORY", "REFERENCE", "ATTEMPTS", "REASON"];

    // The list truncates the reason to fit a line; "show" prints all of it.
    private const int MaxReason = 60;

    private static readonly CommandParameter Sink =
        new("--sink", "Only dead letters of this sink.") { HelpName = "name" };

    private static readonly CommandParameter Id = new("--id", "Only dead letters of this event.") { HelpName = "id" };

    private static readonly CommandParameter Shown = new("id", "The id of the event.") { IsRequired = true };

    public static ExtensionCommand Create() => new(
        "deadletters", "List, replay or delete the events that could not be delivered.")
    {
        Options = [Sink],
        Run = EventsCommand.With(ListAsync),
        Commands =
        [
            new("list", "List them, the oldest first.") { Run = EventsCommand.With(ListAsync) },
            new("show", "Show one, with the full reason.") { Arguments = [Shown], Run = EventsCommand.With(ShowAsync) },
            new("replay", "Deliver them again.") { Options = [Id], Run = EventsCommand.With(ReplayAsync) },
            new("purge", "Delete them.") { Options = [Id], Run = EventsCommand.With(PurgeAsync) },
        ],
    };

    private static async Task ListAsync(CommandCall call, RunningRegistry registry)
    {
        var answer = await registry.SendAsync(
            HttpMethod.Get, EventsCommand.Path(Path, ("sink", call.Find(Sink))), expected: null, call.Stop);
        if (call.WantsJson())
        {
            await ServerCommand.WriteJsonAsync(call, answer);
            return;
        }

        await TextTable.WriteAsync(call.Output, Heading, answer.Items("deadLetters").Select(static letter => new[]
        {
            letter.Text("id"), letter.Text("sink"), letter.Text("time"), letter.Text("repository", "-"),
            letter.Text("reference", "-"),
            letter.Text("attempts"), Shorten(letter.Text("reason")),
        }));
    }

    private static async Task ShowAsync(CommandCall call, RunningRegistry registry)
    {
        var answer = await FindAsync(call, registry, call.Find(Shown)!);
        if (call.WantsJson())
        {
            await ServerCommand.WriteJsonAsync(call, answer);
            return;
        }

        var separator = "";
        foreach (var letter in answer.Items("deadLetters"))
        {
            await call.Output.WriteAsync(separator);
            foreach (var value in letter.EnumerateObject())
            {
                await call.Output.WriteLineAsync($"{value.Name + ":",-14} {TextTable.Clean(value.Value.ToString())}");
            }

            separator = Environment.NewLine;
        }
    }

    private static Task ReplayAsync(CommandCall call, RunningRegistry registry) =>
        OnEachSinkAsync(call, registry, HttpMethod.Post, $"{Path}/replay", "queued for redelivery");

    private static Task PurgeAsync(CommandCall call, RunningRegistry registry) =>
        OnEachSinkAsync(call, registry, HttpMethod.Delete, Path, "deleted");

    private static async Task OnEachSinkAsync(
        CommandCall call, RunningRegistry registry, HttpMethod method, string path, string what)
    {
        var count = 0L;
        foreach (var sink in await SinksAsync(call, registry))
        {
            var query = EventsCommand.Path(path, ("sink", sink), ("id", call.Find(Id)));
            count += (await registry.SendAsync(method, query, expected: null, call.Stop)).Number("count");
        }

        await CountOutput.WriteAsync(call, count, $"dead letters {what}");
    }

    // An event may be a dead letter of several sinks; without --sink, --id selects it for all of them.
    private static async Task<IReadOnlyList<string>> SinksAsync(CommandCall call, RunningRegistry registry)
    {
        if (call.Find(Sink) is { } sink)
        {
            return [sink];
        }

        var id = call.Find(Id) ?? throw new CommandException("--sink or --id is required");
        var letters = await FindAsync(call, registry, id);
        return [.. letters.Items("deadLetters")
            .Select(static letter => letter.GetProperty("sink").GetString()!)
            .Distinct(StringComparer.Ordinal)];
    }

    private static async Task<RegistryAnswer> FindAsync(CommandCall call, RunningRegistry registry, string id)
    {
        var answer = await registry.SendAsync(
            HttpMethod.Get, EventsCommand.Path(Path, ("sink", call.Find(Sink)), ("id", id)), expected: null, call.Stop);
        return answer.Items("deadLetters").Any()
            ? answer
            : throw new CommandException($"no dead letter of the event '{id}' exists");
    }

    private static string Shorten(string text) =>
        text.Length <= MaxReason
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, MaxReason - 1)}…");
}
#endif
