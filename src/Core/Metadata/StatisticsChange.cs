namespace Zot.Metadata;

/// <summary>What has happened to a manifest.</summary>
/// <param name="IsForgotten">Whether it was deleted, before the rest happened.</param>
/// <param name="Downloads">How often it was pulled.</param>
/// <param name="LastPulled">When, the last time.</param>
/// <param name="Pushed">When it was pushed, the first time.</param>
/// <param name="PushedBy">By whom.</param>
internal readonly record struct StatisticsChange(
    bool IsForgotten, long Downloads, DateTimeOffset? LastPulled, DateTimeOffset? Pushed, string? PushedBy)
{
    internal static StatisticsChange Forgotten { get; } = new(IsForgotten: true, 0, null, null, null);

    /// <summary>Indicates whether the push replaces one that was noted before.</summary>
    internal bool IsPushedAnew { get; private init; }

    internal StatisticsChange Pull(DateTimeOffset now) => this with { Downloads = Downloads + 1, LastPulled = now };

    internal StatisticsChange Push(DateTimeOffset now, string? caller) =>
        Pushed is null ? this with { Pushed = now, PushedBy = caller } : this;

    internal StatisticsChange Tag(DateTimeOffset now, string? caller) => this with { Pushed = now, PushedBy = caller, IsPushedAnew = true };

    /// <summary>Both, in this order.</summary>
    internal StatisticsChange Then(StatisticsChange later) => later.IsForgotten
        ? later
        : this with
        {
            Downloads = Downloads + later.Downloads,
            LastPulled = later.LastPulled ?? LastPulled,
            Pushed = later.IsPushedAnew ? later.Pushed : Pushed ?? later.Pushed,
            PushedBy = later.IsPushedAnew || Pushed is null ? later.PushedBy : PushedBy,
            IsPushedAnew = IsPushedAnew || later.IsPushedAnew,
        };
}
