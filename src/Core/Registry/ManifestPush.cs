namespace Zot.Registry;

/// <summary>A manifest on its way in (end-7).</summary>
/// <param name="Repository">Where to.</param>
/// <param name="Reference">The tag to move, or the digest the bytes must have.</param>
/// <param name="MediaType">The declared type, without parameters.</param>
/// <param name="Content">The exact bytes.</param>
public sealed record ManifestPush(
    RepositoryName Repository, Reference Reference, string MediaType, ReadOnlyMemory<byte> Content)
{
    /// <summary>4 MiB: what the specification asks every registry to take, and what zot takes at most.</summary>
    public const int MaxContentLength = 4 * 1024 * 1024;

    /// <summary>How many <c>?tag=</c> parameters one push may carry; zot's figure.</summary>
    public const int MaxTags = 46;

    /// <summary>Tags to move besides, in a push by digest (<c>?tag=</c>).</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>The caller; <see langword="null"/> for the registry itself, which needs no rights.</summary>
    public ICallContext? Call { get; init; }

    /// <summary>The rules of layers, which decide at the commit point, after the rights of the caller.</summary>
    public IReadOnlyList<CommitRule> Rules { get; init; } = [];

    /// <summary>Every tag this push moves, whichever way it was named.</summary>
    public IEnumerable<Tag> AllTags => Reference.Tag is { } tag ? [tag] : Tags;

    /// <summary>Adds a rule.</summary>
    public ManifestPush With(CommitRule rule) => this with { Rules = [.. Rules, rule] };
}
