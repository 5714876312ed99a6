#if EXT_SYNC
namespace Zot.Extensions.Sync.Credentials;

/// <summary>Requests credentials that expire.</summary>
internal interface ICredentialSource
{
    /// <summary>Requests new credentials.</summary>
    /// <exception cref="InvalidDataException">A file or a response is invalid, or the request is rejected.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">The server does not respond in time.</exception>
    Task<ExpiringCredentials> RequestAsync(CancellationToken stop);
}
#endif
