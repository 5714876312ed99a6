#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Registry;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>
/// The upstream registries of the configuration in force. One that cannot be used does not affect the others.
/// </summary>
internal sealed partial class UpstreamSet : IDisposable
{
    private readonly UpstreamFactory _factory;
    private readonly ILogger<UpstreamSet> _logger;
    private readonly IDisposable? _subscription;
    private readonly Lock _gate = new();
    private Entries _current;

    /// <summary>Creates the clients. Sends nothing yet.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="factory">Creates the clients.</param>
    /// <param name="logger">The log.</param>
    public UpstreamSet(IOptionsMonitor<ZotOptions> options, UpstreamFactory factory, ILogger<UpstreamSet> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_factory, _logger) = (factory, logger);
        _current = Create(options.CurrentValue.Extensions.Sync);
        _subscription = options.OnChange(changed => Replace(changed.Extensions.Sync));
    }

    /// <summary>The registries that can be used, in the order of the configuration.</summary>
    public IReadOnlyList<Upstream> All => Volatile.Read(ref _current).Usable;

    /// <summary>The entries that cannot be used, with the reasons.</summary>
    public IReadOnlyList<(string Name, string Reason)> Broken => Volatile.Read(ref _current).Broken;

    /// <summary>
    /// Returns the upstream repositories from which a local one is filled on demand, in the order of requests.
    /// </summary>
    public IEnumerable<SyncSource> SourcesOf(RepositoryName local)
    {
        foreach (var upstream in All)
        {
            if (upstream.Options.OnDemand && upstream.FindSource(local) is { } source)
            {
                yield return source;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _subscription?.Dispose();
        foreach (var upstream in All)
        {
            upstream.Dispose();
        }
    }

    // Copies that are running go on with the clients that they began with.
    private void Replace(SyncOptions? options)
    {
        lock (_gate)
        {
            if (options != _current.Options)
            {
                Volatile.Write(ref _current, Create(options));
            }
        }
    }

    private Entries Create(SyncOptions? options)
    {
        var entries = new Entries(options, [], []);
        foreach (var registry in options is { Enable: true } ? options.Registries : [])
        {
            var name = registry.Urls.Count > 0 ? registry.Urls[0] : "without URL";
            try
            {
                entries.Usable.Add(_factory.Create(registry));
            }
            catch (Exception cause)
            {
                // A certificate, a file or a URL of one entry must not affect the others, whatever is wrong with it.
                entries.Broken.Add((name, cause.Message));
                LogBroken(name, cause.Message);
            }
        }

        return entries;
    }

    [LoggerMessage(9161, LogLevel.Error, "upstream registry disabled: {Registry}: {Reason}")]
    private partial void LogBroken(string registry, string reason);

    private sealed record Entries(
        SyncOptions? Options, List<Upstream> Usable, List<(string Name, string Reason)> Broken);
}
#endif
