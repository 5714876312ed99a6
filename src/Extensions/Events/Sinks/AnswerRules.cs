#if EXT_EVENTS
using System.Net;
using Zot.Configuration.Values;
using Zot.Extensions.Events.Delivery;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Interprets the responses of a receiver, including redirects.</summary>
internal sealed record AnswerRules
{
    /// <summary>
    /// The rules of the distribution registry: 2xx and 3xx are success, and everything else is retried.
    /// </summary>
    public static readonly AnswerRules Upstream = new()
    {
        Success = "2xx-3xx",
        Redirects = RedirectRule.AsUpstream,
        HeedsRetryAfter = false,
    };

    /// <summary>The pattern of the status codes that mean success.</summary>
    public string Success { get; init; } = "2xx";

    /// <summary>The patterns of the status codes that are retried until the delivery succeeds.</summary>
    public IReadOnlyList<string> Retry { get; init; } = ["408", "425", "429", "5xx"];

    /// <summary>The redirects to follow.</summary>
    public RedirectRule Redirects { get; init; }

    /// <summary>Indicates whether <c>Retry-After</c> is honored.</summary>
    public bool HeedsRetryAfter { get; init; } = true;

    /// <summary>Returns the outcome of a response; <see langword="null"/> for success.</summary>
    public DeliveryOutcome? OutcomeOf(HttpStatusCode status) => (int)status switch
    {
        var code when StatusPattern.Matches(Success, code) => null,
        _ when Redirects == RedirectRule.AsUpstream => DeliveryOutcome.Unavailable,
        var code when Retry.Any(pattern => StatusPattern.Matches(pattern, code)) => DeliveryOutcome.Unavailable,
        (int)HttpStatusCode.Gone => DeliveryOutcome.Gone,
        _ => DeliveryOutcome.Rejected,
    };

    /// <summary>
    /// Determines the address and method of the next request, if the response is a redirect to follow.
    /// </summary>
    /// <returns>False if the response is final.</returns>
    /// <exception cref="DeliveryException">The response redirects to something other than an HTTP URL.</exception>
    public bool TryFollow(HttpResponseMessage answer, ref Uri address, ref HttpMethod method)
    {
        var keepsMethod = answer.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        var losesMethod = Redirects == RedirectRule.AsUpstream
            && answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther;
        if (Redirects == RedirectRule.None
            || !(keepsMethod || losesMethod)
            || !answer.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            return false;
        }

        // Uri accepts a relative reference, such as "//[", that it then fails to resolve.
        if (!Uri.TryCreate(address, locations.ToString(), out var next) || next.Scheme is not ("http" or "https"))
        {
            throw new DeliveryException(
                Redirects == RedirectRule.AsUpstream ? DeliveryOutcome.Unavailable : DeliveryOutcome.Rejected,
                $"{(int)answer.StatusCode} with a Location that is not an HTTP URL");
        }

        address = next;
        method = losesMethod ? HttpMethod.Get : method;
        return true;
    }
}
#endif
