namespace Zot.Client;

/// <summary>The route that a command requests, in words for its user.</summary>
/// <param name="Name">The name of the feature: <c>events</c>.</param>
/// <param name="Absence">The reason why a registry may lack it: the end of a sentence, without a period.</param>
public sealed record RequestedRoute(string Name, string Absence);
