namespace Zot.Core.Tests.Metadata.Queries;

/// <summary>A step of a history.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Repository">The number of the repository.</param>
/// <param name="A">The number of the tag.</param>
/// <param name="B">The number of the content.</param>
internal sealed record QueryStep(QueryStepKind Kind, int Repository, int A, int B);
