#if EXT_SEARCH
using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace Zot.Extensions.Search.Limits;

/// <summary>Executes requests within their budget.</summary>
internal sealed class BoundedExecuter : DocumentExecuter
{
    private readonly BoundedStrategy _strategy = new();

    /// <inheritdoc/>
    protected override IExecutionStrategy SelectExecutionStrategy(ExecutionContext context) => _strategy;
}
#endif
