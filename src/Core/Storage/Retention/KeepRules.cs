using Zot.Configuration;
using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>The four rules of which any keeps a candidate.</summary>
/// <param name="PulledWithin">Keeps what was pulled, or pushed, within this time.</param>
/// <param name="PushedWithin">Keeps what was pushed within this time.</param>
/// <param name="MostRecentlyPulledCount">Keeps as many of those pulled last; 0 for no such rule.</param>
/// <param name="MostRecentlyPushedCount">Keeps as many of those pushed last; 0 for no such rule.</param>
internal sealed record KeepRules(
    TimeSpan? PulledWithin, TimeSpan? PushedWithin, int MostRecentlyPulledCount, int MostRecentlyPushedCount)
{
    private const string Unknown = "retained, as nothing is known of its pushes and pulls";

    internal static KeepRules Of(KeepTagsOptions options) => new(
        options.PulledWithin, options.PushedWithin, options.MostRecentlyPulledCount, options.MostRecentlyPushedCount);

    internal static KeepRules Of(KeepUntaggedOptions options) => new(
        options.PulledWithin, options.PushedWithin, options.MostRecentlyPulledCount, options.MostRecentlyPushedCount);

    /// <summary>Why each candidate stays; <see langword="null"/> for one that no rule keeps.</summary>
    internal IEnumerable<(RetentionCandidate Candidate, string? Reason)> Judge(
        IReadOnlyList<RetentionCandidate> candidates, RetentionFacts facts)
    {
        var pulled = Newest(candidates, MostRecentlyPulledCount, static known => (known.LastPulled, known.Pushed));
        var pushed = Newest(candidates, MostRecentlyPushedCount, static known => (known.Pushed, known.LastPulled));
        return candidates.Select(candidate => (candidate, this switch
        {
            _ when pulled.Contains(candidate) => Retained("mostRecentlyPulledCount", MostRecentlyPulledCount),
            _ when pushed.Contains(candidate) => Retained("mostRecentlyPushedCount", MostRecentlyPushedCount),
            _ => Within(candidate, facts),
        }));
    }

    /// <summary>Why a candidate stays by what is known of itself alone; <see langword="null"/> when it does not.</summary>
    internal string? Within(RetentionCandidate candidate, RetentionFacts facts)
    {
        if (candidate.Known is not { } known)
        {
            return Unknown;
        }

        if (PulledWithin is { } pulledWithin)
        {
            if (IsWithin(known.LastPulled, pulledWithin) || IsWithin(known.Pushed, pulledWithin))
            {
                return Retained("pulledWithin", GoDuration.Format(pulledWithin));
            }

            // Who has begun to note pulls a day ago does not know that there was none for a month.
            if (facts.Since is not { } since || IsWithin(since, pulledWithin))
            {
                return $"retained, as pulls are not noted for {GoDuration.Format(pulledWithin)} yet";
            }
        }

        return PushedWithin is { } pushedWithin && IsWithin(known.Pushed, pushedWithin)
            ? Retained("pushedWithin", GoDuration.Format(pushedWithin))
            : null;

        bool IsWithin(DateTimeOffset? time, TimeSpan limit) => time > facts.Now - limit;
    }

    private static string Retained(string rule, object value) => FormattableString.Invariant($"retained by {rule}:{value} policy");

    // Those of which nothing is known stay anyway: they take no place from the others.
    private static HashSet<RetentionCandidate> Newest(
        IReadOnlyList<RetentionCandidate> candidates, int count, Func<ManifestStatistics, (DateTimeOffset?, DateTimeOffset?)> times) =>
        count == 0
            ? []
            : candidates
                .Where(static candidate => candidate.Known is not null)
                .OrderByDescending(candidate => times(candidate.Known!))
                .Take(count)
                .ToHashSet();
}
