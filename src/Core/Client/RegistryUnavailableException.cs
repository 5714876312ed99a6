namespace Zot.Client;

/// <summary>A registry does not respond, or responds that it is temporarily unavailable.</summary>
/// <param name="reason">The reason, in a sentence.</param>
/// <param name="cause">The underlying exception.</param>
public sealed class RegistryUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause);
