using System.Globalization;
using System.Text.Json;
using Zot.Client;
using Zot.Client.Commands;
using Zot.Server.Status;

namespace Zot.Server.Commands;

/// <summary><c>zot status</c>: shows the background jobs of a running registry.</summary>
internal static class StatusCommand
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    // Longer failure texts are truncated; the JSON and the log have the full text.
    private const int MaxReason = 60;

    private static readonly RequestedRoute Wanted = new("status", "it runs an older version, or is not Zot.Net");

    private static readonly string[] Heading =
    [
        "JOB", "STATE", "RESULT", "SWEEPS", "FAILURES", "LAST END", "NEXT START", "RUNNING",
    ];

    private static readonly string[] ComponentHeading = ["COMPONENT", "NAME", "STATE", "COUNTS"];

    public static ExtensionCommand Create() => new("status", "Show the background jobs of a running registry.")
    {
        Options = ServerParameters.All,
        Run = ServerCommand.With(Wanted, ShowAsync),
    };

    private static async Task ShowAsync(CommandCall call, RunningRegistry registry)
    {
        var answer = await registry.SendAsync(HttpMethod.Get, StatusEndpoint.Path, expected: null, call.Stop);
        if (call.WantsJson())
        {
            await ServerCommand.WriteJsonAsync(call, answer);
            return;
        }

        var all = answer.Json!.Value;
        await call.Output.WriteLineAsync(
            $"zot {all.Text("releaseTag")} ({all.Text("binaryType").TrimStart('-')}), "
                + $"since {Moment(all, "started")}, {answer.Number("working")} "
                + $"of {answer.Number("workers")} workers busy");
        await TextTable.WriteAsync(call.Output, Heading, answer.Items("jobs").Select(static job => new[]
        {
            job.Text("name"), job.Text("state"), job.Text("lastResult", "-"), job.Text("sweeps"), job.Text("failures"),
            Moment(job, "ended"), Moment(job, "next"), job.Text("running", "-"),
        }));
        if (all.TryGetProperty("metadata", out var known))
        {
            await call.Output.WriteLineAsync(
                $"metadata index: {known.Text("repositories")} repositories, {known.Text("tags")} "
                    + $"tags, {known.Text("manifests")} manifests, {known.Text("pending")} repositories "
                    + $"pending, {known.Text("failed", "0")} failed");
        }

        await WriteComponentsAsync(call.Output, [.. answer.Items("components")]);
        foreach (var job in answer.Items("jobs").Where(static job => job.Text("lastFailure").Length > 0))
        {
            await call.Output.WriteLineAsync($"{job.Text("name")} failed: {Shorten(job.Text("lastFailure"))}");
        }
    }

    private static async Task WriteComponentsAsync(TextWriter output, IReadOnlyList<JsonElement> components)
    {
        if (components.Count == 0)
        {
            return;
        }

        await TextTable.WriteAsync(output, ComponentHeading, components.Select(static component => new[]
        {
            component.Text("kind"), component.Text("name"), component.Text("state"), Counts(component),
        }));
        foreach (var component in components.Where(static component => component.Text("lastFailure").Length > 0))
        {
            await output.WriteLineAsync(TextTable.Clean(
                $"{component.Text("kind")} {component.Text("name")} last failed "
                    + $"at {Moment(component, "lastFailed")}: {Shorten(component.Text("lastFailure"))}"));
        }
    }

    private static string Counts(JsonElement component) => component.TryGetProperty("counts", out var counts)
        ? string.Join(", ", counts.EnumerateObject().Select(static count => $"{count.Name} {count.Value}"))
        : "";

    private static string Moment(JsonElement json, string name) =>
        DateTimeOffset.TryParse(
            json.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUniversalTime().ToString(TimeFormat, CultureInfo.InvariantCulture) + "Z"
            : "-";

    private static string Shorten(string text) => text.Length <= MaxReason ? text : $"{text[..(MaxReason - 1)]}…";
}
