#if EXT_SYNC
using System.Runtime.ExceptionServices;
using Zot.Client.Distribution;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Naming;
using Zot.Registry;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>An upstream registry: an entry of <c>extensions.sync.registries</c> and the clients for its URLs.</summary>
/// <param name="options">The entry.</param>
/// <param name="hosts">The hosts in the order of requests: the mirrors, then the registry itself.</param>
/// <param name="state">The state, which counts the requests of the hosts.</param>
/// <param name="time">The clock.</param>
internal sealed class Upstream(
    SyncRegistryOptions options, IReadOnlyList<UpstreamHost> hosts, UpstreamState state, TimeProvider time)
    : IDisposable
{
    private readonly NameRules _names = new(options.Content);

    /// <summary>The entry of the configuration.</summary>
    public SyncRegistryOptions Options => options;

    /// <summary>The hosts: the mirrors, then the registry itself.</summary>
    public IReadOnlyList<UpstreamHost> Hosts => hosts;

    /// <summary>The host and port of the registry itself.</summary>
    public string Name => hosts[^1].Name;

    /// <summary>Indicates whether content is copied periodically.</summary>
    public bool IsPeriodic => options.PollInterval > TimeSpan.Zero && options.Content.Count > 0;

    /// <summary>The requests of clients that wait, which background copies give way to.</summary>
    public ForegroundWork Foreground { get; } = new(options.EffectiveReqConcurrent, time);

    /// <summary>The state, for the status and the metrics.</summary>
    public UpstreamState State => state;

    /// <summary>Returns whether this is the registry of a host, as a client names it.</summary>
    public bool IsNamed(string host) =>
        Uri.TryCreate($"https://{host}", UriKind.Absolute, out var named)
        && string.Equals(
            DockerHub.Normalize(named).Authority, hosts[^1].Url.Authority, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the upstream name of a local repository.</summary>
    /// <returns>The names; <see langword="null"/> if the configuration does not include the repository.</returns>
    public SyncSource? FindSource(RepositoryName local) =>
        _names.FindUpstream(local) is { } name ? new SyncSource(this, OnHub(name)) : null;

    /// <summary>Returns the local name of an upstream repository.</summary>
    /// <returns>The names; <see langword="null"/> if the configuration does not include the repository.</returns>
    public SyncSource? FindTarget(RepositoryName upstream) =>
        _names.FindLocal(upstream) is { } name ? new SyncSource(this, name) : null;

    /// <summary>The images that are copied periodically by digest.</summary>
    public IEnumerable<(SyncSource Source, Digest Digest)> Images =>
        _names.Images.Select(image => (new SyncSource(this, OnHub(image.Name)), image.Digest));

    /// <summary>
    /// Renews the credentials if they expire soon. A failure is logged, and the old ones stay in use.
    /// </summary>
    public async Task RefreshAsync(CancellationToken stop)
    {
        foreach (var host in hosts)
        {
            await host.Credentials.RefreshAsync(stop);
        }
    }

    /// <summary>Asks the hosts one after another, until one has the content.</summary>
    /// <typeparam name="T">The type of the content.</typeparam>
    /// <param name="ask">
    /// Sends the request to a host; <see langword="null"/> if the host does not have the content.
    /// </param>
    /// <returns>The content; <see langword="null"/> if no host has it.</returns>
    /// <exception cref="RemoteRegistryException">
    /// The registry itself does not answer, and no mirror has the content.
    /// </exception>
    public async Task<T?> AskAsync<T>(Func<UpstreamHost, Task<T?>> ask)
        where T : class
    {
        Exception? failure = null;
        foreach (var host in hosts)
        {
            try
            {
                if (await ask(host) is { } found)
                {
                    State.Succeed();
                    return found;
                }

                failure = null;
            }
            catch (Exception cause) when (cause is not OperationCanceledException)
            {
                failure = cause; // The next host is asked, whatever is wrong with this one.
            }
        }

        if (failure is null)
        {
            State.Succeed();
            return null;
        }

        State.Fail(failure.Message);
        ExceptionDispatchInfo.Throw(failure);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var host in hosts)
        {
            host.Dispose();
        }

        Foreground.Dispose();
    }

    private SyncName OnHub(SyncName name) =>
        name with { Upstream = DockerHub.UpstreamName(hosts[^1].Url, name.Upstream) };
}
#endif
