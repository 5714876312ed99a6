#if EXT_SYNC
using Microsoft.Extensions.Logging;
using Zot.Configuration.Extensions;
using Zot.Extensions.Sync.Credentials.Aws;
using Zot.Extensions.Sync.Credentials.Google;
using Zot.Extensions.Sync.Credentials.OAuth2;
using Zot.Extensions.Sync.Naming;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Creates the credentials of upstream registries, as configured.</summary>
internal sealed class CredentialsFactory : IDisposable
{
    private static readonly TimeSpan EcrMargin = TimeSpan.FromHours(1);
    private static readonly TimeSpan OAuth2Margin = TimeSpan.FromMinutes(1);

    // The metadata server returns the same token until five minutes before its end.
    private static readonly TimeSpan GoogleMargin = TimeSpan.FromMinutes(4);

    private readonly CredentialsFile _file;
    private readonly TokenClient _client;
    private readonly TokenClient _localClient;
    private readonly Func<string, string?> _environment;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>Creates a factory.</summary>
    /// <param name="credentialsFile">The file with credentials by host; <see langword="null"/> for none.</param>
    /// <param name="environment">Returns an environment variable.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public CredentialsFactory(
        string? credentialsFile,
        Func<string, string?> environment,
        TimeProvider time,
        ILogger<CredentialsFactory> logger)
    {
        (_environment, _time, _logger) = (environment, time, logger);
        _file = new CredentialsFile(credentialsFile, logger);
        (_client, _localClient) = (new TokenClient(time), new TokenClient(time, usesProxy: false));
    }

    /// <summary>Creates the credentials of a registry, by URL as configured. Requests nothing yet.</summary>
    /// <remarks>The helpers <c>gcp</c> and <c>oauth2</c> have one token for all URLs of the registry.</remarks>
    public Func<Uri, IUpstreamCredentials> Create(SyncRegistryOptions registry)
    {
        switch (registry.CredentialHelper)
        {
            case null or "":
                return url => _file.For(HostsOf(url));
            case "ecr":
                var keys = new AwsKeyChain(_environment, _client, _localClient);
                return url => Refreshed(new EcrSource(url, keys, _client, _environment, _time), registry, EcrMargin);
            case "gcp":
                var google = Refreshed(
                    new GoogleSource(_environment, _client, _localClient, _time), registry, GoogleMargin);
                return _ => google;
            case "oauth2" when registry.OAuth2CredentialHelper is { } options:
                var oauth2 = Refreshed(new OAuth2Source(options, _client, _time), registry, OAuth2Margin);
                return _ => oauth2;
            default: // As in zot: the configuration warns of it, and the file is not used.
                return static _ => new NoCredentials();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _localClient.Dispose();
    }

    private RefreshedCredentials Refreshed(ICredentialSource source, SyncRegistryOptions registry, TimeSpan margin) =>
        new(source, registry.CredentialHelper!, margin, _time, _logger);

    // As written, as the platform writes it (without a default port), and for any address of Docker Hub.
    private static string[] HostsOf(Uri url)
    {
        var written = url.OriginalString.Split("://")[^1].Split('/', '?', '#')[0].Split('@')[^1];
        return [written, url.Authority, DockerHub.Normalize(url).Authority];
    }
}
#endif
