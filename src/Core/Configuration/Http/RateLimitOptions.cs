namespace Zot.Configuration;

/// <summary>The section <c>http.ratelimit</c>: token buckets per client address and path.</summary>
public sealed record RateLimitOptions : ISection<RateLimitOptions>
{
    /// <summary>Requests per second, and how many at once. Default: 0, no common limit.</summary>
    public int Rate { get; init; }

    /// <summary>Further limits, each for one method.</summary>
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
