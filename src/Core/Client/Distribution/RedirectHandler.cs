using System.Net;

namespace Zot.Client.Distribution;

/// <summary>
/// Follows redirects of reads. Credentials are never sent to another host: the authentication handler adds them to
/// requests to the registry only.
/// </summary>
internal sealed class RedirectHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int MaxRedirects = 5;

    /// <inheritdoc/>
    /// <exception cref="RemoteRegistryException">The redirect is invalid, insecure, or one too many.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var current = request;
        for (var redirects = 0; ; redirects++)
        {
            var answer = await base.SendAsync(current, cancellationToken);
            if (!IsRedirect(answer.StatusCode)
                || (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head))
            {
                return answer;
            }

            using (answer)
            {
                if (redirects == MaxRedirects)
                {
                    throw Invalid(current, $"more than {MaxRedirects} redirects");
                }

                current = Copy(request, Target(current, answer.Headers.Location));
            }
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
            or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static Uri Target(HttpRequestMessage current, Uri? location)
    {
        if (location is null || !Uri.TryCreate(current.RequestUri, location, out var target)
            || target.Scheme is not ("http" or "https") || target.UserInfo.Length > 0)
        {
            throw Invalid(current, "the redirect has no valid address");
        }

        return current.RequestUri!.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps
            ? throw Invalid(current, $"the redirect to http://{target.Authority} is not allowed, as it leaves https")
            : target;
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, Uri target)
    {
        var copy = new HttpRequestMessage(request.Method, target)
        {
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            if (!name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            {
                copy.Headers.TryAddWithoutValidation(name, values);
            }
        }

        foreach (var (name, value) in request.Options)
        {
            ((IDictionary<string, object?>)copy.Options)[name] = value;
        }

        return copy;
    }

    private static RemoteRegistryException Invalid(HttpRequestMessage request, string reason) =>
        RemoteRegistryException.For(request, RemoteFailure.Invalid, reason);
}
