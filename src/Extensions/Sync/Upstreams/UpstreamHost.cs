#if EXT_SYNC
using Zot.Client.Distribution;
using Zot.Extensions.Sync.Credentials;

namespace Zot.Extensions.Sync.Upstreams;

/// <summary>A host of an upstream registry: the registry itself, or a mirror of it.</summary>
/// <param name="Url">The URL: scheme, host and port.</param>
/// <param name="Registry">The client, which retries requests as configured.</param>
/// <param name="Check">
/// The client for requests whose response may be missing because there is a local copy: it neither waits long nor
/// retries.
/// </param>
/// <param name="Credentials">The credentials.</param>
internal sealed record UpstreamHost(
    Uri Url, RemoteRegistry Registry, RemoteRegistry Check, IUpstreamCredentials Credentials) : IDisposable
{
    /// <summary>The host and port, for messages.</summary>
    public string Name => Url.Authority;

    /// <inheritdoc/>
    public void Dispose()
    {
        Registry.Dispose();
        Check.Dispose();
    }
}
#endif
