namespace Zot.Zli.Queries;

/// <summary>An argument of a query of the search extension.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, in the notation of schemas.</param>
internal sealed record QueryArgument(string Name, string Type);
