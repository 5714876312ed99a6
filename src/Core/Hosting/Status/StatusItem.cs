namespace Zot.Hosting.Status;

/// <summary>The state of a component of an extension.</summary>
/// <param name="Kind">The kind, such as <c>event sink</c>.</param>
/// <param name="Name">The name, as in the configuration and in the log.</param>
/// <param name="State">The state in a word.</param>
public sealed record StatusItem(string Kind, string Name, string State)
{
    /// <summary>Counts by name, in display order.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Counts { get; init; } = [];

    /// <summary>The last failure; <see langword="null"/> if there has been none since the start.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The time of the last failure.</summary>
    public DateTimeOffset? LastFailed { get; init; }
}
