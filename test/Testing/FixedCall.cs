using Zot.Registry;

namespace Zot.Testing;

/// <summary>A caller with a fixed authorization, which records the tags that existed at the commit point.</summary>
/// <param name="denial">The exception to throw; <see langword="null"/> for a caller with all permissions.</param>
public sealed class FixedCall(RegistryException? denial = null) : CallContext
{
    /// <summary>The tags of the push, and whether each existed.</summary>
    public IReadOnlyList<(string Tag, bool Exists)> Tags { get; private set; } = [];

    /// <inheritdoc/>
    public override ValueTask AuthorizeAsync(ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken)
    {
        Tags = [.. push.AllTags.Select(tag => (tag.ToString(), exists(tag)))];
        return denial is null ? ValueTask.CompletedTask : throw denial;
    }
}
