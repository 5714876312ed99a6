#if EXT_SEARCH
using GraphQL.Types;

namespace Zot.Extensions.Search.Graph;

/// <summary>The scalars of a schema.</summary>
internal sealed class Scalars
{
    public StringGraphType Text { get; } = new();

    public BooleanGraphType Flag { get; } = new();

    public NumberType Number { get; } = new();

    public TimeType Time { get; } = new();
}
#endif
