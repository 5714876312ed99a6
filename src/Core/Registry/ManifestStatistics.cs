namespace Zot.Registry;

/// <summary>The recorded pushes and pulls of a manifest.</summary>
/// <param name="Pushed">The time of the first push; <see langword="null"/> if it was not recorded.</param>
/// <param name="LastPulled">The time of the last pull; <see langword="null"/> if no pull was recorded.</param>
/// <param name="Downloads">The number of pulls.</param>
/// <param name="PushedBy">
/// The user of the first push; <see langword="null"/> for an anonymous user, or if it was not recorded.
/// </param>
public sealed record ManifestStatistics(
    DateTimeOffset? Pushed, DateTimeOffset? LastPulled = null, long Downloads = 0, string? PushedBy = null);
