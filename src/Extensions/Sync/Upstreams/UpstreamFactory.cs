#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Client.Distribution;
using Zot.Client.Retries;
using Zot.Configuration;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Credentials;
using Zot.Extensions.Sync.Naming;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>Creates the clients of upstream registries.</summary>
/// <param name="options">The configuration at the start, for the address of this registry.</param>
/// <param name="credentials">Creates the credentials.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">The log.</param>
internal sealed partial class UpstreamFactory(
    ZotOptions options, CredentialsFactory credentials, TimeProvider time, ILoggerFactory loggers)
{
    private const int IdleConnections = 2;
    private const int FailuresUntilOpen = 3;

    // While a registry does not answer, local copies are served at once; this often it gets another chance.
    private static readonly TimeSpan BreakerDelay = TimeSpan.FromSeconds(10);

    // There is a local copy: a client must not wait for a registry that is down.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    private readonly ILogger _logger = loggers.CreateLogger<UpstreamFactory>();

    /// <summary>Creates the clients for an entry of the configuration. Sends nothing yet.</summary>
    /// <exception cref="ArgumentException">A URL or a limit is invalid.</exception>
    /// <exception cref="InvalidDataException">A certificate cannot be read, or there is no URL.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file is not readable.</exception>
    public Upstream Create(SyncRegistryOptions registry)
    {
        var urls = UrlsOf(registry);
        var credentialsOf = credentials.Create(registry);
        var tls = CertificateDirectory.Read(registry.CertDir) with { SkipsVerification = !registry.TlsVerify };

        var state = new UpstreamState(time);

        // Mirrors first: they relieve the registry.
        List<UpstreamHost> hosts = [.. urls.Skip(1).Append(urls[0]).Select(CreateHost)];
        return new Upstream(registry, hosts, state, time);

        UpstreamHost CreateHost(Uri configured)
        {
            // The credentials file has the host as it is written in the configuration.
            var (url, isMirror) = (DockerHub.Normalize(configured), configured != urls[0]);
            var secret = credentialsOf(configured);
            var full = OptionsOf(registry, url, tls) with
            {
                Credentials = () => secret.Current,
                Usage = state.Usage,
                Namespace = isMirror ? DockerHub.Normalize(urls[0]).Authority : null,
            };
            var check = full with
            {
                ConnectTimeout = CheckTimeout,
                ResponseTimeout = registry.ResponseHeaderTimeout < CheckTimeout
                    ? registry.ResponseHeaderTimeout
                    : CheckTimeout,
                Retries = full.Retries with { MaxRetries = 0, MaxRetryAfter = TimeSpan.Zero },
            };
            return new UpstreamHost(url, new RemoteRegistry(full), new RemoteRegistry(check), secret);
        }
    }

    private List<Uri> UrlsOf(SyncRegistryOptions registry)
    {
        List<Uri> urls = [.. registry.Urls.Select(static url => new Uri(url))];
        if (urls.Count > 1)
        {
            var own = new OwnAddress(options.Http, loggers.CreateLogger<OwnAddress>());
            urls.RemoveAll(own.Is);
        }

        return urls.Count > 0 ? urls : throw new InvalidDataException("no valid registry urls left");
    }

    private RemoteOptions OptionsOf(SyncRegistryOptions registry, Uri url, RemoteTls tls) => new(url)
    {
        Tls = tls,
        ResponseTimeout = registry.ResponseHeaderTimeout,
        UsesHttp2 = !registry.DisableHttp2,
        UserAgent = "zot-sync",
        Headers = static () => [KeyValuePair.Create(SyncLoop.Header, SyncLoop.Path)],
        MaxConcurrentRequests = registry.EffectiveReqConcurrent,
        Rate = registry.ReqPerSec is { } rate ? new RequestRate(rate, time) : null,
        Skipped = LogSkipped,
        MaxIdleConnections = registry.MaxIdleConnsPerHost
            ?? (registry.DisableHttp2 ? registry.EffectiveReqConcurrent : IdleConnections),
        BytesPerSecond = registry.Bandwidth > 0 ? registry.Bandwidth : null,
        Retries = RetriesOf(registry),
        Time = time,
    };

    private void LogSkipped(SkippedItems skipped) =>
        LogSkipped(skipped.Host, skipped.Endpoint, skipped.Count, skipped.Reason);

    private static RetryOptions RetriesOf(SyncRegistryOptions registry)
    {
        var defaults = new RetryOptions();
        var delay = registry.RetryDelay is { Ticks: > 0 } set ? set : (TimeSpan?)null;
        return defaults with
        {
            // 0 does not mean "no retries", as in zot.
            MaxRetries = registry.MaxRetries is > 0 and var retries ? retries : defaults.MaxRetries,
            Delay = delay ?? defaults.Delay,
            MaxDelay = registry.MaxRetryDelay is { Ticks: > 0 } longest ? longest : delay ?? defaults.MaxDelay,
            BreakerThreshold = FailuresUntilOpen,
            BreakerDelay = BreakerDelay,
        };
    }

    [LoggerMessage(9163, LogLevel.Warning,
        "invalid items in a list of an upstream registry skipped: {Host} {Endpoint}, {Count}, the first: {Reason}")]
    private partial void LogSkipped(string host, string endpoint, int count, string reason);
}
#endif
