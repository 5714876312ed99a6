using Zot.Registry;

namespace Zot.Client.Distribution;

/// <summary>Sends requests to one registry.</summary>
/// <param name="options">The options.</param>
internal sealed class RemoteConnection(RemoteOptions options) : IDisposable
{
    // A connection that is cut within a small body: a resumption is not worth it.
    private const int MaxReads = 3;

    private readonly HttpMessageInvoker _invoker = new(RemoteTransport.Create(options));
    private RemoteRateLimit? _rateLimit;

    /// <summary>The options.</summary>
    public RemoteOptions Options { get; } = options;

    /// <summary>Reads bodies.</summary>
    public BodyReader Bodies { get; } = new(options.IdleTimeout, options.Time);

    /// <summary>The latest rate limit; <see langword="null"/> if the registry has not reported one.</summary>
    public RemoteRateLimit? RateLimit => Volatile.Read(ref _rateLimit);

    /// <summary>Sends a request.</summary>
    /// <returns>A response with an expected status, which the caller disposes.</returns>
    /// <exception cref="RemoteRegistryException">There is no response, or it has another status.</exception>
    public async Task<HttpResponseMessage> SendAsync(RemoteRequest wanted, CancellationToken stop)
    {
        var request = wanted.CreateMessage(Options);
        HttpResponseMessage answer;
        try
        {
            answer = await _invoker.SendAsync(request, stop);
        }
        catch (Exception cause) when (RemoteErrors.IsOfTransport(cause))
        {
            throw RemoteErrors.Explain(cause, request);
        }

        if (RemoteRateLimit.Read(answer.Headers, Options.Time.GetUtcNow()) is { } limit)
        {
            Volatile.Write(ref _rateLimit, limit);
        }

        if (wanted.Expected.Contains(answer.StatusCode))
        {
            return answer;
        }

        using (answer)
        {
            throw await RemoteErrors.ReadAsync(answer, request, Bodies, Options);
        }
    }

    /// <summary>Sends a request and reads the whole response.</summary>
    /// <param name="wanted">The request, which is repeatable.</param>
    /// <param name="limit">The maximum length of the body.</param>
    /// <param name="stop">Cancels the request.</param>
    /// <returns>The response, which the caller disposes, and its body.</returns>
    /// <exception cref="RemoteRegistryException">There is no valid response, or its body is too long.</exception>
    public async Task<(HttpResponseMessage Answer, byte[] Body)> ReadAsync(
        RemoteRequest wanted, int limit, CancellationToken stop)
    {
        for (var reads = 1; ; reads++)
        {
            var answer = await SendAsync(wanted, stop);
            try
            {
                return (answer, await Bodies.ReadAsync(answer, limit, stop)
                    ?? throw Invalid(answer, $"the response has more than {limit} bytes"));
            }
            catch (Exception cause) when (RemoteErrors.IsOfTransport(cause))
            {
                answer.Dispose();
                if (reads == MaxReads)
                {
                    throw RemoteErrors.Explain(cause, answer.RequestMessage!);
                }
            }
            catch // the caller does not get the response, so it is disposed here
            {
                answer.Dispose();
                throw;
            }
        }
    }

    /// <summary>Creates an exception for a response that is not one of a registry.</summary>
    public static RemoteRegistryException Invalid(HttpResponseMessage answer, string reason, Exception? cause = null) =>
        RemoteRegistryException.For(answer.RequestMessage!, RemoteFailure.Invalid, reason, cause);

    /// <summary>
    /// Returns the path and query of an address that a response names. The registry must name no other host: the next
    /// request may have credentials.
    /// </summary>
    /// <exception cref="RemoteRegistryException">The address is missing, or that of another host.</exception>
    public string PathOf(HttpResponseMessage answer, string? address)
    {
        if (address is null
            || !Uri.TryCreate(Options.Url, address, out var url)
            || url.Scheme is not ("http" or "https")
            || url.UserInfo.Length > 0 || !url.AbsolutePath.StartsWith("/v2/", StringComparison.Ordinal))
        {
            throw Invalid(answer, "the response has no valid address for the next request");
        }

        // The scheme and port behind a proxy of the registry may be others; the own ones are used.
        return string.Equals(url.Host, Options.Url.Host, StringComparison.OrdinalIgnoreCase)
            ? url.PathAndQuery
            : throw Invalid(answer, $"the response names another host for the next request: {url.Authority}");
    }

    /// <summary>Returns the digest header of a response; <see langword="null"/> if it is missing.</summary>
    /// <exception cref="RemoteRegistryException">The header is not a digest.</exception>
    public static Digest? DigestOf(HttpResponseMessage answer) => Header(answer, "Docker-Content-Digest") switch
    {
        null or "" => null,
        var text when Digest.TryParse(text, out var digest) => digest,
        _ => throw Invalid(answer, "the header Docker-Content-Digest is not a digest"),
    };

    /// <summary>Returns the only value of a header; <see langword="null"/> if it is missing.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) && values.Count == 1 ? values.First() : null;

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
