namespace Zot.Registry;

/// <summary>What is known of a manifest that its content does not tell.</summary>
/// <param name="Pushed">When it was pushed first; <see langword="null"/> when nobody noted it.</param>
/// <param name="LastPulled">When it was pulled last; <see langword="null"/> for never, as far as it was noted.</param>
/// <param name="Downloads">How often it was pulled.</param>
/// <param name="PushedBy">Who pushed it first; <see langword="null"/> for an anonymous caller, and when nobody noted it.</param>
public sealed record ManifestStatistics(DateTimeOffset? Pushed, DateTimeOffset? LastPulled = null, long Downloads = 0, string? PushedBy = null);
