namespace Zot.BlackBox.Authorization;

/// <summary>A route, and what every caller is answered.</summary>
internal sealed record RouteRow(string Method, string Path, IReadOnlyList<(string Caller, int Status)> Answers)
{
    /// <summary>The route as the documentation names it.</summary>
    public string Route => $"{Method} {Path}";
}
