#if EXT_SEARCH
using GraphQLParser.Visitors;

namespace Zot.Extensions.Search.Limits;

/// <summary>The number of nodes of a syntax tree that were visited.</summary>
internal sealed class PartCount : IASTVisitorContext
{
    private int _parts;

    /// <summary>Indicates whether there are more than the limit.</summary>
    public bool IsExcess => _parts > QueryLimits.Parts;

    /// <inheritdoc/>
    public CancellationToken CancellationToken => CancellationToken.None;

    /// <summary>Counts a node.</summary>
    public void Add() => _parts++;
}
#endif
