namespace Zot.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<SourceFile> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(static path => !path.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(Path.GetRelativePath(Root, path), File.ReadAllLines(path)));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Zot.Net.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("these tests must run inside the checkout");
        }

        return folder.FullName;
    }
}
