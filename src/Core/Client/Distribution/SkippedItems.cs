namespace Zot.Client.Distribution;

/// <summary>Invalid items of a list in a response, which were skipped: one of them does not hide the others.</summary>
/// <param name="Host">The host and port of the registry.</param>
/// <param name="Endpoint">The method and the path of the request.</param>
/// <param name="Count">The number of the items.</param>
/// <param name="Reason">The reason for the first item, in words.</param>
public sealed record SkippedItems(string Host, string Endpoint, int Count, string Reason);
