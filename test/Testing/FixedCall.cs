using Zot.Registry;

namespace Zot.Testing;

/// <summary>A caller who is denied, or not, and remembers which tags existed at the commit point.</summary>
/// <param name="denial">What is thrown; <see langword="null"/> for a caller with all rights.</param>
public sealed class FixedCall(RegistryException? denial = null) : ICallContext
{
    /// <summary>Every tag of the push, and whether it existed.</summary>
    public IReadOnlyList<(string Tag, bool Exists)> Tags { get; private set; } = [];

    /// <inheritdoc/>
    public ValueTask AuthorizeAsync(ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken)
    {
        Tags = [.. push.AllTags.Select(tag => (tag.ToString(), exists(tag)))];
        return denial is null ? ValueTask.CompletedTask : throw denial;
    }
}
