using System.Net;

namespace Zot.Client.Distribution;

/// <summary>The exception for a request that a remote registry did not answer as the specification requires.</summary>
/// <remarks>The message contains neither credentials nor the query of the URL, which may be signed.</remarks>
/// <param name="kind">The kind of the failure.</param>
/// <param name="host">The host and port that the request was sent to.</param>
/// <param name="endpoint">The method and the path.</param>
/// <param name="reason">The reason, in words.</param>
/// <param name="cause">The underlying exception.</param>
public sealed class RemoteRegistryException(
    RemoteFailure kind, string host, string endpoint, string reason, Exception? cause = null)
    : Exception($"{host}: {endpoint}: {reason}", cause)
{
    /// <summary>The kind of the failure.</summary>
    public RemoteFailure Kind { get; } = kind;

    /// <summary>The host and port that the request was sent to.</summary>
    public string Host { get; } = host;

    /// <summary>The method and the path: <c>GET /v2/app/tags/list</c>.</summary>
    public string Endpoint { get; } = endpoint;

    /// <summary>The status of the response; <see langword="null"/> if there was none.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The error code in the response; <see langword="null"/> if it has none.</summary>
    public string? Code { get; init; }

    /// <summary>The error message in the response; <see langword="null"/> if it has none.</summary>
    public string? RemoteMessage { get; init; }

    /// <summary>The details in the response: strings by name.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The time after which the registry allows another request, if it is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Creates an exception for a request.</summary>
    internal static RemoteRegistryException For(
        HttpRequestMessage request, RemoteFailure kind, string reason, Exception? cause = null) =>
        new(kind, request.RequestUri!.Authority, EndpointOf(request), reason, cause);

    /// <summary>Returns the method and the path of a request.</summary>
    internal static string EndpointOf(HttpRequestMessage request) =>
        $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
