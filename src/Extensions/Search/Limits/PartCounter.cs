#if EXT_SEARCH
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace Zot.Extensions.Search.Limits;

/// <summary>Counts the nodes of a syntax tree, up to the limit.</summary>
internal sealed class PartCounter : ASTVisitor<PartCount>
{
    private static readonly PartCounter Instance = new();

    /// <summary>Indicates whether a document has more parts than the limit.</summary>
    public static async ValueTask<bool> ExceedsAsync(GraphQLDocument document)
    {
        var count = new PartCount();
        await Instance.VisitAsync(document, count);
        return count.IsExcess;
    }

    /// <inheritdoc/>
    public override ValueTask VisitAsync(ASTNode? node, PartCount context)
    {
        if (node is not null)
        {
            context.Add();
        }

        return context.IsExcess ? ValueTask.CompletedTask : base.VisitAsync(node, context);
    }
}
#endif
