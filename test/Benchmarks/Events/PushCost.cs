using Zot.Benchmarks.Measures;

namespace Zot.Benchmarks.Events;

/// <summary>
/// Measures small pushes with events disabled, with a sink that is up, and with one that is down; on request, of two
/// builds in the same rounds.
/// </summary>
internal sealed class PushCost(EventsRunOptions options, string folder, Action<string> say)
{
    private readonly FileInfo[] _builds = options.Against is { } other ? [options.Zot, other] : [options.Zot];

    internal async Task<string> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var taker = new EventTaker();
        var (images, manifests) = (new List<Round>(), new List<Round>());
        for (var number = 0; number < options.Rounds; number++)
        {
            say($"pushes, round {number + 1} of {options.Rounds}");
            var under = Path.Combine(folder, $"{number}");
            await using var round = new PushRound(
                options, [.. _builds.SelectMany((build, at) => ServersOf(build, Path.Combine(under, $"{at}"), taker))]);
            var (image, manifest) = await round.RunAsync(cancellationToken);
            images.Add(image);
            manifests.Add(manifest);
        }

        var pushes = _builds.Length * options.Rounds * options.Pushes * options.Clients;
        return taker.Taken >= pushes
            ? new PushTable(options, _builds, [("push of an image", images), ("its manifest", manifests)]).ToString()
            : throw new BenchmarkException($"the sink has {taker.Taken} events, and there were {pushes} pushes at least");
    }

    // In the order of PushTable.
    private EventingZotPeer[] ServersOf(FileInfo build, string under, EventTaker taker) =>
    [
        new("off", build.FullName, Path.Combine(under, "off"), sink: null, options.Commit),
        new("up", build.FullName, Path.Combine(under, "up"), taker.Address, options.Commit),
        new("down", build.FullName, Path.Combine(under, "down"), EventTaker.FreeAddress(), options.Commit),
    ];
}
