#if EXT_EVENTS
using System.Text;
using System.Text.Json;
using Zot.Auth.AccessControl;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Extensions.Events.Admin;
using Zot.Registry;

namespace Zot.Extensions.Events.Command;

/// <summary><c>zot events tail</c>: shows events as they happen, until it is interrupted.</summary>
/// <remarks>
/// After a lost connection it resumes after the last event shown: no event that is still in the journal is missed.
/// </remarks>
internal static class TailCommand
{
    private const string OfZot = "zotregistry.";

    // The registry sends a keep-alive every 15 seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private static readonly CommandParameter Repository = new(
        "--repository", "Only events of repositories that match, as in team-*/**.")
    {
        HelpName = "glob",
    };

    public static ExtensionCommand Create() => new(
        "tail", "Show events as they happen, of the repositories that the user may read.")
    {
        Options = [Repository],
        Run = EventsCommand.With(static (call, registry) => TailAsync(call, registry, TimeProvider.System)),
    };

    /// <summary>Shows events until it is stopped, or the registry rejects the request.</summary>
    internal static async Task TailAsync(CommandCall call, RunningRegistry registry, TimeProvider time)
    {
        var fits = Filter(call);
        var (pause, isConnected) = (FirstPause, false);
        string? last = null;
        while (true)
        {
            try
            {
                using var answer = await registry.OpenStreamAsync(EventStream.Path, last, call.Stop);
                (pause, isConnected) = (FirstPause, true);
                await using var stream = await answer.Content.ReadAsStreamAsync(call.Stop);
                await foreach (var message in ServerSentEvents.ReadAsync(stream, Silence, time, call.Stop))
                {
                    await ShowAsync(call, message.Data, fits);
                    last = message.EventId ?? last;
                }

                await call.Error.WriteLineAsync("the registry closed the connection, reconnecting");
            }
            catch (Exception cause) when (isConnected
                && cause is RegistryUnavailableException or IOException or HttpRequestException or TimeoutException)
            {
                // A registry that was reachable before is expected to come back.
                await call.Error.WriteLineAsync(
                    $"the connection was lost ({TextTable.Clean(cause.Message)}), reconnecting");
            }

            await Task.Delay(pause, time, call.Stop);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static Func<string, bool> Filter(CommandCall call)
    {
        if (call.Find(Repository) is not { } text)
        {
            return static _ => true;
        }

        return GlobPattern.TryParse(text, out var glob, out var reason)
            ? name => RepositoryName.TryParse(name, out var repository) && glob.Matches(repository)
            : throw new CommandException($"--repository is '{text}', but {reason}");
    }

    private static async Task ShowAsync(CommandCall call, string message, Func<string, bool> fits)
    {
        // The first message of a stream has only an id.
        if (message.Length == 0)
        {
            return;
        }

        using var json = LenientJson.Parse(Encoding.UTF8.GetBytes(message));
        var data = json.RootElement.Within("data");
        if (fits(data.Text("name")))
        {
            await call.Output.WriteLineAsync(call.WantsJson() ? message : Line(json.RootElement, data));
        }
    }

    private static string Line(JsonElement happened, JsonElement data)
    {
        var type = happened.Text("type");
        type = type.StartsWith(OfZot, StringComparison.Ordinal) ? type[OfZot.Length..] : type;
        var (reference, digest) = (data.Text("reference"), data.Text("digest"));
        var name = reference.Length == 0 ? data.Text("name")
            : reference == digest ? $"{data.Text("name")}@{reference}"
            : $"{data.Text("name")}:{reference}";
        var more = $"{(reference == digest ? "" : digest)} {data.Within("actor").Text("name")}";
        return $"{happened.Text("time"),-28} {type,-18} {name} {more}".TrimEnd();
    }
}
#endif
