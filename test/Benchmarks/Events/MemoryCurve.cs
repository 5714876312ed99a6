using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Registry;

namespace Zot.Benchmarks.Events;

/// <summary>
/// Measures the memory of a server whose only sink is down, while events accumulate: a tag in each of many repositories
/// is moved between two manifests, which causes one event each time.
/// </summary>
internal sealed class MemoryCurve(EventsRunOptions options, string folder, Action<string> say)
{
    // More than the number of events in flight to a sink.
    private const int Repositories = 2_000;
    private const int Clients = 8;
    private const int Points = 10;

    internal async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var zot = new EventingZotPeer("down", options.Zot.FullName, folder, EventTaker.FreeAddress());
        await zot.StartAsync(cancellationToken);
        using var registry = new RegistryClient(zot.Address);
        using var http = new HttpClient { BaseAddress = zot.Address };
        var image = Image.Unique(64);
        Image[] builds = [image, image.Rebuilt(1)];
        var text = new StringBuilder($"Resident memory with a sink that is down, {Repositories} repositories{Environment.NewLine}");
        Line("at the start", 0);
        say("memory: the repositories");
        await InParallelAsync(Repositories, number => registry.PushAsync(Name(number), "v1", builds[0], cancellationToken));
        var waiting = await WaitingAsync(http, cancellationToken);
        Line("with every repository", waiting);

        var step = Math.Max(1, options.Undelivered / Points);
        for (var moved = 0; waiting < options.Undelivered;)
        {
            var from = moved;
            moved += (int)Math.Min(step, options.Undelivered - waiting);
            await InParallelAsync(moved - from, number => MoveAsync(http, from + number, builds, cancellationToken));
            waiting = await WaitingAsync(http, cancellationToken);
            Line("", waiting);
        }

        return text.ToString();

        void Line(string what, long count)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{count,12:N0} undelivered {zot.ResidentMiB,8:0.0} MiB  {what}");
            say($"memory: {line.Trim()}");
            text.AppendLine(line.TrimEnd());
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"bench/app{number % Repositories}");

    // Every second pass through the repositories moves the tags back.
    private static async Task MoveAsync(HttpClient http, int number, Image[] builds, CancellationToken cancellationToken)
    {
        var build = builds[((number / Repositories) + 1) % 2];
        using var content = new ByteArrayContent(build.Manifest.Bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OciManifest);
        using var answer = await http.PutAsync(new Uri($"v2/{Name(number)}/manifests/v1", UriKind.Relative), content, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException($"a tag could not be moved: {(int)answer.StatusCode}");
        }
    }

    private static async Task<long> WaitingAsync(HttpClient http, CancellationToken cancellationToken)
    {
        await using var body = await http.GetStreamAsync(new Uri("v2/_zot/ext/events/sinks", UriKind.Relative), cancellationToken);
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
        return document.RootElement.GetProperty("sinks")[0].GetProperty("waiting").GetInt64();
    }

    // Runs the actions in the order of the numbers, a few at a time.
    private static async Task InParallelAsync(int count, Func<int, Task> action)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                await action(number);
            }
        }));
    }
}
