namespace Zot.Storage.Tests.Model;

/// <summary>What a client, the clock, or the collector does.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Repository">Which repository: 0 or 1.</param>
/// <param name="A">Which tag, and which manifest of those that were ever pushed.</param>
/// <param name="B">Which layer, and how much of a thing.</param>
public sealed record ModelStep(ModelStepKind Kind, int Repository, int A, int B);
