using System.Globalization;
using System.Net;
using Zot.Client.Commands;
using Zot.Client.Retries;

namespace Zot.Client.Distribution;

/// <summary>Turns failed requests into exceptions without secrets.</summary>
internal static class RemoteErrors
{
    private const string Redacted = "***";

    /// <summary>Indicates whether an exception is a failure of the connection or of a time limit.</summary>
    public static bool IsOfTransport(Exception cause) =>
        cause is HttpRequestException or IOException or TimeoutException or CircuitOpenException;

    /// <summary>Explains a request without a complete response.</summary>
    public static RemoteRegistryException Explain(Exception cause, HttpRequestMessage request)
    {
        var isInvalid = cause is HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConfigurationLimitExceeded or HttpRequestError.InvalidResponse
        };
        return new RemoteRegistryException(
            isInvalid ? RemoteFailure.Invalid : RemoteFailure.Unavailable,
            request.RequestUri!.Authority,
            RemoteRegistryException.EndpointOf(request),
            TextTable.Clean(
                cause.GetBaseException() is var root and not OperationCanceledException ? root.Message : cause.Message),
            cause)
        {
            RetryAfter = (cause as CircuitOpenException)?.RetryAfter,
        };
    }

    /// <summary>Reads the body of a response with an unexpected status, and explains it.</summary>
    public static async Task<RemoteRegistryException> ReadAsync(
        HttpResponseMessage answer, HttpRequestMessage request, BodyReader bodies, RemoteOptions options)
    {
        var error = await ReadBodyAsync(answer, bodies);
        var secret = options.Credentials()?.Secret;
        var message = Redact(error?.Message, secret);
        var sent = answer.RequestMessage ?? request;
        var reason = string.Create(
            CultureInfo.InvariantCulture,
            $"{(int)answer.StatusCode} {error?.Code ?? answer.StatusCode.ToString()}"
                + $"{(message is null ? "" : $": {message}")}");
        return new RemoteRegistryException(
            KindOf(answer.StatusCode),
            sent.RequestUri!.Authority,
            RemoteRegistryException.EndpointOf(sent),
            Redact(reason, secret)!)
        {
            Status = answer.StatusCode,
            Code = error?.Code,
            RemoteMessage = message,
            Details = error?.Details.ToDictionary(
                static one => one.Key, one => Redact(one.Value, secret)!, StringComparer.Ordinal)
                ?? new Dictionary<string, string>(StringComparer.Ordinal),
            RetryAfter = RetryHandler.RetryAfter(answer, options.Time.GetUtcNow()),
        };
    }

    private static async Task<ErrorBody?> ReadBodyAsync(HttpResponseMessage answer, BodyReader bodies)
    {
        try
        {
            return await bodies.ReadAsync(answer, ErrorBody.MaxLength, CancellationToken.None) is { } body
                ? ErrorBody.Parse(body)
                : null;
        }
        catch (Exception cause) when (IsOfTransport(cause))
        {
            return null; // The status is the error; the text is an addition.
        }
    }

    private static RemoteFailure KindOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => RemoteFailure.Unauthorized,
        HttpStatusCode.Forbidden => RemoteFailure.Denied,
        HttpStatusCode.TooManyRequests => RemoteFailure.RateLimited,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => RemoteFailure.Unavailable,
        < HttpStatusCode.BadRequest => RemoteFailure.Invalid,
        _ => RemoteFailure.Rejected,
    };

    // A registry may repeat what it received. Very short secrets would redact arbitrary letters.
    private static string? Redact(string? text, string? secret) =>
        text is null || secret is not { Length: > 3 } ? text : text.Replace(secret, Redacted, StringComparison.Ordinal);
}
