using System.Text.RegularExpressions;

namespace Zot.Core.Tests.Auth.Routes;

/// <summary>A row of <c>docs/routes.md</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">The path, with its query.</param>
/// <param name="Who">The callers who have access.</param>
/// <param name="Remark">The remark in the last column.</param>
internal sealed partial record DocumentedRoute(string Method, string Path, string Who, string Remark)
{
    /// <summary>Reads all rows.</summary>
    public static IReadOnlyList<DocumentedRoute> ReadAll() =>
        [.. File.ReadLines(Find(AppContext.BaseDirectory)).Select(static line => Row().Match(line)).Where(static match => match.Success).Select(Of)];

    private static DocumentedRoute Of(Match match) => new(
        match.Groups["method"].Value, match.Groups["path"].Value, match.Groups["who"].Value.Trim('`'), match.Groups["remark"].Value.Trim());

    private static string Find(string folder) =>
        File.Exists(InFolder(folder)) ? InFolder(folder) : Find(Directory.GetParent(folder)!.FullName);

    private static string InFolder(string folder) => System.IO.Path.Combine(folder, "docs", "routes.md");

    [GeneratedRegex(@"^\| `(?<method>[A-Z]+) (?<path>/[^`]*)` \| (?<who>[^|]+) \|(?<remark>[^|]*)\|", RegexOptions.ExplicitCapture)]
    private static partial Regex Row();
}
