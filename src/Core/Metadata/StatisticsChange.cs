namespace Zot.Metadata;

/// <summary>The changes of a manifest's statistics.</summary>
/// <param name="IsForgotten">True if the manifest was deleted before the other changes.</param>
/// <param name="Downloads">The number of pulls.</param>
/// <param name="LastPulled">The time of the last pull.</param>
/// <param name="Pushed">The time of the first push.</param>
/// <param name="PushedBy">The name of the user who pushed it.</param>
public readonly record struct StatisticsChange(
    bool IsForgotten, long Downloads, DateTimeOffset? LastPulled, DateTimeOffset? Pushed, string? PushedBy)
{
    internal static StatisticsChange Forgotten { get; } = new(IsForgotten: true, 0, null, null, null);

    /// <summary>Indicates whether the push replaces an earlier one.</summary>
    internal bool IsPushedAnew { get; private init; }

    internal StatisticsChange Pull(DateTimeOffset now) => this with { Downloads = Downloads + 1, LastPulled = now };

    internal StatisticsChange Push(DateTimeOffset now, string? caller) =>
        Pushed is null ? this with { Pushed = now, PushedBy = caller } : this;

    internal StatisticsChange Tag(DateTimeOffset now, string? caller) =>
        this with { Pushed = now, PushedBy = caller, IsPushedAnew = true };

    /// <summary>Combines these changes with later ones.</summary>
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
