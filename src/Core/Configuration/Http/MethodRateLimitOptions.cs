using Zot.Configuration.Binding;

namespace Zot.Configuration.Http;

/// <summary>The rate limit of a method: an entry of <c>http.ratelimit.methods</c>.</summary>
public sealed record MethodRateLimitOptions : ISection<MethodRateLimitOptions>
{
    /// <summary>The HTTP method, in upper case.</summary>
    public string Method { get; init; } = "";

    /// <summary>The number of requests per second, and the size of a burst.</summary>
    public int Rate { get; init; }

    static MethodRateLimitOptions ISection<MethodRateLimitOptions>.Read(Section section)
    {
        var defaults = new MethodRateLimitOptions();
        return new MethodRateLimitOptions
        {
            Method = section.Text(defaults.Method),
            Rate = section.Number(defaults.Rate),
        };
    }

    void ISection<MethodRateLimitOptions>.Check(SectionRules rules) =>
        rules.Check(Rate >= 0, Rate, "must not be negative");
}
