using Zot.Storage.Collection;

namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>A history of steps, and the rules of its sweeps.</summary>
internal sealed record ModelCase(CollectionRules Rules, IReadOnlyList<ModelStep> History)
{
    public override string ToString() =>
        $"{Rules}\n{string.Join('\n', Rules.KeepTags)}\n{Rules.KeepUntagged}\n{string.Join('\n', History)}";
}
