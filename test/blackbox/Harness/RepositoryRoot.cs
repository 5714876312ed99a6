namespace Zot.BlackBox.Harness;

/// <summary>The root of the checkout that contains the tests.</summary>
internal static class RepositoryRoot
{
    /// <summary>The path.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Returns a path in the checkout.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Zot.Net.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName
                ?? throw new InvalidOperationException("No parent directory of the tests contains Zot.Net.sln."));
}
