namespace Zot.Http.Answers;

/// <summary>The CORS headers of a response.</summary>
/// <param name="Methods">The methods to list; <see langword="null"/> if the response does not list them.</param>
/// <param name="HasCredentials">Indicates whether a browser may send credentials, if there are any.</param>
internal sealed record CorsRule(string? Methods, bool HasCredentials = true);
