namespace Zot.BlackBox.Authorization;

/// <summary>A route, and the expected status for every caller.</summary>
internal sealed record RouteRow(string Method, string Path, IReadOnlyList<(string Caller, int Status)> Answers)
{
    /// <summary>The route as documented.</summary>
    public string Route => $"{Method} {Path}";
}
