using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>
/// The rate limits: the section <c>http.ratelimit</c>, with token buckets per client address and path.
/// </summary>
public sealed record RateLimitOptions : ISection<RateLimitOptions>
{
    /// <summary>The number of requests per second, and the size of a burst. Default: 0, no common limit.</summary>
    public int Rate { get; init; }

    /// <summary>Additional limits, each for one method.</summary>
    public IReadOnlyList<MethodRateLimitOptions> Methods { get; init; } = [];

    static RateLimitOptions ISection<RateLimitOptions>.Read(Section section)
    {
        var defaults = new RateLimitOptions();
        return new RateLimitOptions
        {
            Rate = section.Number(defaults.Rate),
            Methods = section.Groups(defaults.Methods),
        };
    }

    void ISection<RateLimitOptions>.Check(SectionRules rules) => rules.Check(Rate >= 0, Rate, "must not be negative");
}
