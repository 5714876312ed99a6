namespace Zot.Core.Tests.Storage.Collection.Model;

/// <summary>A step of a client, the clock, or the collector.</summary>
/// <param name="Kind">The kind of the step.</param>
/// <param name="Repository">The number of the repository: 0 or 1.</param>
/// <param name="A">Selects the tag, or a manifest of those that were ever pushed.</param>
/// <param name="B">Selects the layer, or a quantity.</param>
public sealed record ModelStep(ModelStepKind Kind, int Repository, int A, int B);
