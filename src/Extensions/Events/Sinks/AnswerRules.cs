#if EXT_EVENTS
using System.Net;
using Zot.Configuration;

namespace Zot.Extensions.Events;

/// <summary>What the answer of a receiver means, and where a redirect leads.</summary>
internal sealed record AnswerRules
{
    /// <summary>What the distribution registry does: 2xx and 3xx are success, and all else is tried again.</summary>
    public static readonly AnswerRules Upstream = new()
    {
        Success = "2xx-3xx",
        Redirects = RedirectRule.AsUpstream,
        HeedsRetryAfter = false,
    };

    /// <summary>Which answers are success.</summary>
    public string Success { get; init; } = "2xx";

    /// <summary>Which answers are tried again until one is success.</summary>
    public IReadOnlyList<string> Retry { get; init; } = ["408", "425", "429", "5xx"];

    /// <summary>Which redirects are followed.</summary>
    public RedirectRule Redirects { get; init; }

    /// <summary>Whether <c>Retry-After</c> counts.</summary>
    public bool HeedsRetryAfter { get; init; } = true;

    /// <summary>What an answer means; <see langword="null"/> for success.</summary>
    public DeliveryOutcome? OutcomeOf(HttpStatusCode status) => (int)status switch
    {
        var code when StatusPattern.Matches(Success, code) => null,
        _ when Redirects == RedirectRule.AsUpstream => DeliveryOutcome.Unavailable,
        var code when Retry.Any(pattern => StatusPattern.Matches(pattern, code)) => DeliveryOutcome.Unavailable,
        (int)HttpStatusCode.Gone => DeliveryOutcome.Gone,
        _ => DeliveryOutcome.Rejected,
    };

    /// <summary>Where to go on, and by which method.</summary>
    /// <returns>False where the answer is the last one.</returns>
    /// <exception cref="DeliveryException">The answer is a redirect that leads to no HTTP URL.</exception>
    public bool TryFollow(HttpResponseMessage answer, ref Uri address, ref HttpMethod method)
    {
        var keepsMethod = answer.StatusCode is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        var losesMethod = Redirects == RedirectRule.AsUpstream
            && answer.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther;
        if (Redirects == RedirectRule.None || !(keepsMethod || losesMethod) || !answer.Headers.NonValidated.TryGetValues("Location", out var locations))
        {
            return false;
        }

        // Uri accepts a relative reference, such as "//[", that it then fails to resolve.
        if (!Uri.TryCreate(address, locations.ToString(), out var next) || next.Scheme is not ("http" or "https"))
        {
            throw new DeliveryException(
                Redirects == RedirectRule.AsUpstream ? DeliveryOutcome.Unavailable : DeliveryOutcome.Rejected,
                $"{(int)answer.StatusCode} with a Location that is no HTTP URL");
        }

        address = next;
        method = losesMethod ? HttpMethod.Get : method;
        return true;
    }
}
#endif
