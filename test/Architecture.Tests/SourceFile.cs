namespace Zot.Architecture.Tests;

/// <summary>A file of the checkout, with its path relative to the root.</summary>
internal sealed record SourceFile(string Path, IReadOnlyList<string> Lines)
{
    public IEnumerable<string> Matching(Func<string, bool> condition) =>
        Lines.Select((line, at) => (line, at)).Where(it => condition(it.line)).Select(it => $"{Path}:{it.at + 1}: {it.line.Trim()}");
}
