using System.Diagnostics;
using System.Globalization;
using Zot.Benchmarks.Content;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Measures;

namespace Zot.Benchmarks.Events;

/// <summary>
/// A round of pushes to new servers, which alternate turn by turn, so that other load on the machine affects all of them
/// alike. In a turn, each client pushes one image.
/// </summary>
internal sealed class PushRound(EventsRunOptions options, IReadOnlyList<EventingZotPeer> servers) : IAsyncDisposable
{
    private const string Repository = "bench/app";
    private const int LayerLength = 4096;
    private const int WarmUp = 50;

    private readonly List<RegistryClient> _clients = [];
    private readonly double[][] _images = TimesOf(options, servers);
    private readonly double[][] _manifests = TimesOf(options, servers);

    /// <summary>Runs the round.</summary>
    /// <returns>The times of the images, and of their manifests alone.</returns>
    internal async Task<(Round Images, Round Manifests)> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var server in servers)
        {
            await server.StartAsync(cancellationToken);
            _clients.Add(new RegistryClient(server.Address));
        }

        for (var push = -WarmUp; push < options.Pushes; push++)
        {
            for (var turn = 0; turn < servers.Count; turn++)
            {
                // The order rotates, so that no server is always the first.
                await PushAsync((turn + push + WarmUp) % servers.Count, push * options.Clients, cancellationToken);
            }
        }

        return (new Round(_images), new Round(_manifests));
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    // The numbers are negative while the servers warm up.
    private async Task PushAsync(int server, int first, CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(first, options.Clients);
        var times = await Task.WhenAll(numbers.Select(number => PushAsync(_clients[server], number, cancellationToken)));
        for (var client = 0; first >= 0 && client < times.Length; client++)
        {
            (_images[server][first + client], _manifests[server][first + client]) = times[client];
        }
    }

    private static async Task<(double Image, double Manifest)> PushAsync(
        RegistryClient client, int number, CancellationToken cancellationToken)
    {
        var image = Image.Unique(LayerLength);
        var tag = string.Create(CultureInfo.InvariantCulture, $"p{number}");
        var start = Stopwatch.GetTimestamp();
        await client.PushAsync(Repository, image.Config, cancellationToken);
        await client.PushAsync(Repository, image.Layer, cancellationToken);
        var blobs = Stopwatch.GetTimestamp();
        await client.PushManifestAsync(Repository, tag, image.Manifest, cancellationToken);
        var end = Stopwatch.GetTimestamp();
        return (Stopwatch.GetElapsedTime(start, end).TotalMilliseconds, Stopwatch.GetElapsedTime(blobs, end).TotalMilliseconds);
    }

    private static double[][] TimesOf(EventsRunOptions options, IReadOnlyList<EventingZotPeer> servers) =>
        [.. servers.Select(_ => new double[options.Pushes * options.Clients])];
}
