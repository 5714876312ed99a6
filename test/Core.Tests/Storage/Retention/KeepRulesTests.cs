using Xunit;
using Zot.Registry;
using Zot.Storage.Retention;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Retention;

public sealed class KeepRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);

    // The arguments are the days since the push and the pull. Operators search their logs for the reason.
    [Theory]
    [InlineData(9, 2, "retained by pulledWithin:72h0m0s policy")]
    [InlineData(2, -1, "retained by pulledWithin:72h0m0s policy")]
    [InlineData(9, 4, null)]
    [InlineData(9, -1, null)]
    public void PulledWithin_keeps_candidates_pulled_or_pushed_in_time(int pushed, int pulled, string? reason) =>
        Assert.Equal(reason, Judge(new KeepRules(TimeSpan.FromDays(3), null, 0, 0), At(pushed, pulled)).Single());

    [Theory]
    [InlineData(2, -1, "retained by pushedWithin:72h0m0s policy")]
    [InlineData(9, 1, null)]
    public void PushedWithin_keeps_candidates_pushed_in_time(int pushed, int pulled, string? reason) =>
        Assert.Equal(reason, Judge(new KeepRules(null, TimeSpan.FromDays(3), 0, 0), At(pushed, pulled)).Single());

    [Fact]
    public void MostRecentlyPulledCount_keeps_the_last_pulled() =>
        Assert.Equal(
            [null, "retained by mostRecentlyPulledCount:2 policy", "retained by mostRecentlyPulledCount:2 policy", null],
            Judge(new KeepRules(null, null, 2, 0), At(1, -1), At(9, 2), At(9, 1), At(9, 3)));

    [Fact]
    public void MostRecentlyPushedCount_keeps_the_last_pushed() =>
        Assert.Equal(
            ["retained by mostRecentlyPushedCount:1 policy", null, null],
            Judge(new KeepRules(null, null, 0, 1), At(1, -1), At(2, 1), At(3, 1)));

    [Fact]
    public void Any_rule_keeps_a_candidate() =>
        Assert.Equal(
            ["retained by mostRecentlyPushedCount:1 policy", "retained by pulledWithin:24h0m0s policy", null],
            Judge(new KeepRules(TimeSpan.FromDays(1), null, 0, 1), At(2, -1), At(9, 0), At(9, 5)));

    [Fact]
    public void Candidate_without_statistics_is_kept_and_does_not_count_against_the_limit() =>
        Assert.Equal(
            ["retained, no pushes or pulls recorded", "retained by mostRecentlyPushedCount:1 policy"],
            Judge(new KeepRules(null, null, 0, 1), null, At(5, -1)));

    [Fact]
    public void PulledWithin_longer_than_pulls_are_recorded_keeps_everything()
    {
        var facts = new RetentionFacts(Now, Now - TimeSpan.FromDays(2), new Dictionary<Digest, ManifestStatistics>());
        var old = new RetentionCandidate(Some.Layer("old"), "old", At(9, -1));

        Assert.Equal("retained, pulls recorded for less than 72h0m0s", new KeepRules(TimeSpan.FromDays(3), null, 0, 0).Within(old, facts));
        Assert.Null(new KeepRules(TimeSpan.FromDays(1), null, 0, 0).Within(old, facts));
    }

    private static ManifestStatistics At(int pushed, int pulled) =>
        new(Now - TimeSpan.FromDays(pushed), pulled < 0 ? null : Now - TimeSpan.FromDays(pulled), pulled < 0 ? 0 : 1);

    private static IEnumerable<string?> Judge(KeepRules rules, params ManifestStatistics?[] known)
    {
        var facts = new RetentionFacts(Now, DateTimeOffset.MinValue, new Dictionary<Digest, ManifestStatistics>());
        return rules.Judge([.. known.Select(static (each, i) => new RetentionCandidate(Some.Layer($"{i}"), $"t{i}", each))], facts)
            .Select(static judged => judged.Reason);
    }
}
