namespace Zot.Client.Distribution;

/// <summary>The kinds of failures of a remote registry.</summary>
public enum RemoteFailure
{
    /// <summary>The registry or its token service rejects the credentials, or requires some (401).</summary>
    Unauthorized,

    /// <summary>The user is not allowed to do this (403).</summary>
    Denied,

    /// <summary>The registry limits the rate of requests (429).</summary>
    RateLimited,

    /// <summary>
    /// The registry cannot be reached, does not respond in time, or fails (5xx). Retries are exhausted.
    /// </summary>
    Unavailable,

    /// <summary>The registry rejects the request with another status.</summary>
    Rejected,

    /// <summary>The response is not one of a registry, exceeds a limit, or has other content than its digest.</summary>
    Invalid,
}
