using Zot.Configuration.Storage;
using Zot.Go;
using Zot.Registry;

namespace Zot.Storage.Retention;

/// <summary>The four retention rules; any of them keeps a candidate.</summary>
/// <param name="PulledWithin">Keeps candidates pulled, or pushed, within this time.</param>
/// <param name="PushedWithin">Keeps candidates pushed within this time.</param>
/// <param name="MostRecentlyPulledCount">
/// Keeps this number of the most recently pulled candidates; 0 to disable the rule.
/// </param>
/// <param name="MostRecentlyPushedCount">
/// Keeps this number of the most recently pushed candidates; 0 to disable the rule.
/// </param>
internal sealed record KeepRules(
    TimeSpan? PulledWithin, TimeSpan? PushedWithin, int MostRecentlyPulledCount, int MostRecentlyPushedCount)
{
    private const string Unknown = "retained, no pushes or pulls recorded";

    internal static KeepRules Of(KeepTagsOptions options) => new(
        options.PulledWithin, options.PushedWithin, options.MostRecentlyPulledCount, options.MostRecentlyPushedCount);

    internal static KeepRules Of(KeepUntaggedOptions options) => new(
        options.PulledWithin, options.PushedWithin, options.MostRecentlyPulledCount, options.MostRecentlyPushedCount);

    /// <summary>Returns the reason for keeping each candidate; <see langword="null"/> if no rule keeps it.</summary>
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

    /// <summary>
    /// Returns the reason for keeping a candidate by its own times, regardless of others; <see langword="null"/> if
    /// there is none.
    /// </summary>
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

            // Recording that began a day ago does not prove that there was no pull for a month.
            if (facts.Since is not { } since || IsWithin(since, pulledWithin))
            {
                return $"retained, pulls recorded for less than {GoDuration.Format(pulledWithin)}";
            }
        }

        return PushedWithin is { } pushedWithin && IsWithin(known.Pushed, pushedWithin)
            ? Retained("pushedWithin", GoDuration.Format(pushedWithin))
            : null;

        bool IsWithin(DateTimeOffset? time, TimeSpan limit) => time > facts.Now - limit;
    }

    private static string Retained(string rule, object value) =>
        FormattableString.Invariant($"retained by {rule}:{value} policy");

    // Candidates without statistics are kept anyway, so they do not count against the limit.
    private static HashSet<RetentionCandidate> Newest(
        IReadOnlyList<RetentionCandidate> candidates,
        int count,
        Func<ManifestStatistics, (DateTimeOffset?, DateTimeOffset?)> times) =>
        count == 0
            ? []
            : candidates
                .Where(static candidate => candidate.Known is not null)
                .OrderByDescending(candidate => times(candidate.Known!))
                .Take(count)
                .ToHashSet();
}
