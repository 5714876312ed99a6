namespace Zot.BlackBox.Harness;

/// <summary>The checkout these tests lie in.</summary>
internal static class RepositoryRoot
{
    /// <summary>Its path.</summary>
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    /// <summary>A path in it.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "Zot.Net.sln"))
            ? folder
            : Find(Directory.GetParent(folder)?.FullName
                ?? throw new InvalidOperationException("There is no Zot.Net.sln above the test binaries."));
}
