#if EXT_SEARCH
namespace Zot.Extensions.Search.Transport;

/// <summary>A GraphQL request.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">
/// The operation of the document to execute; <see langword="null"/> if it has only one.
/// </param>
/// <param name="Variables">The values of its variables.</param>
internal sealed record SearchRequest(string Query, string? OperationName, Dictionary<string, object?> Variables);
#endif
