namespace Zot.Http.Logs;

/// <summary>A response body whose length the headers do not declare; a feature for the access log.</summary>
/// <param name="Length">The length in bytes.</param>
internal sealed record StreamedBody(long Length);
