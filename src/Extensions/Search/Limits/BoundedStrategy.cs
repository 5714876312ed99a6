#if EXT_SEARCH
using GraphQL.Execution;
using Zot.Extensions.Search.Queries;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Zot.Extensions.Search.Limits;

/// <summary>
/// Executes fields one after another, and counts them. The standard strategy begins all of a list at the same time:
/// each configuration of a long list would be open at once.
/// </summary>
internal sealed class BoundedStrategy : SerialExecutionStrategy
{
    /// <inheritdoc/>
    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        base.SetSubFieldNodes(context, parent);
        ((SearchContext)context.UserContext).Budget.AddFields(parent.SubFields?.Length ?? 0);
    }
}
#endif
