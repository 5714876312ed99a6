#if EXT_SYNC
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials;

/// <summary>Credentials with their end of life.</summary>
/// <param name="Credentials">The credentials.</param>
/// <param name="Expires">The time after which they are invalid.</param>
internal sealed record ExpiringCredentials(RemoteCredentials Credentials, DateTimeOffset Expires);
#endif
