using System.Diagnostics;
using Zot.Benchmarks.Load;
using Zot.Benchmarks.Peers;

namespace Zot.Benchmarks.Comparison;

/// <summary>The context of all phases of a comparison.</summary>
internal sealed class Bench(CompareOptions options, string folder)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _dockerRegistry = Tool.Find("docker-registry");
    private readonly string _nginx = Tool.Find("nginx");

    internal CompareOptions Options { get; } = options;

    /// <summary>The directory of all temporary files.</summary>
    internal string Folder { get; } = folder;

    internal Results Results { get; } = new();

    internal Wrk Wrk { get; } = new(Tool.Find("wrk"));

    internal Curl Curl { get; } = new(Tool.Find("curl"));

    /// <summary>The program of each server.</summary>
    internal IReadOnlyDictionary<string, string> Binaries
    {
        get
        {
            var binaries = new Dictionary<string, string>
            {
                [DockerRegistryPeer.PeerName] = _dockerRegistry,
                [NginxPeer.PeerName] = _nginx,
            };
            if (Options.Zot is { } zot)
            {
                binaries[ZotPeer.PeerName] = zot.FullName;
            }

            if (Options.Baseline is { } baseline)
            {
                binaries[ZotPeer.BaselineName] = baseline.FullName;
            }

            return binaries;
        }
    }

    /// <summary>Creates one of each server, not yet started, with empty directories for a phase.</summary>
    internal IReadOnlyList<Peer> CreatePeers(string phase)
    {
        var under = Path.Combine(Folder, phase);
        List<Peer> peers = [new DockerRegistryPeer(_dockerRegistry, Path.Combine(under, "docker-registry"))];
        if (Options.Zot is { } zot)
        {
            peers.Add(new ZotPeer(zot.FullName, Path.Combine(under, "zot")));
        }

        if (Options.Baseline is { } baseline)
        {
            peers.Add(new ZotPeer(baseline.FullName, Path.Combine(under, "baseline"), ZotPeer.BaselineName));
        }

        peers.Add(new NginxPeer(_nginx, Path.Combine(under, "nginx")));
        return peers;
    }

    /// <summary>Reports progress on standard error; only the table goes to standard output.</summary>
    internal void Say(string what) => Console.Error.WriteLine($"{_clock.Elapsed:mm\\:ss} {what}");
}
