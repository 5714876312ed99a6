using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>The folder of a file says its namespace, and the folder of a test is that of the type it tests.</summary>
public sealed partial class FolderTests
{
    // The source folder that a test project mirrors.
    private static readonly (string Tests, string Sources)[] Mirrors =
    [
        ("test/Core.Tests/Libraries/", "src/Libraries/"),
        ("test/Core.Tests/", "src/Core/"),
        ("test/Extensions.Tests/", "src/Extensions/"),
    ];

    [Theory]
    [InlineData("src")]
    [InlineData("test")]
    [InlineData("build/Sbom")]
    public void Namespace_is_that_of_the_folder(string root)
    {
        var other = SourceTree.Files(root)
            .SelectMany(static file => file.Lines.Where(static line => line.StartsWith("namespace ", StringComparison.Ordinal))
                .Select(line => (file.Path, Actual: line["namespace ".Length..^1], Expected: NamespaceOf(file.Path))))
            .Where(static file => file.Actual != file.Expected)
            .Select(static file => $"{file.Path}: move the file, or write 'namespace {file.Expected};'");

        Assert.Empty(other);
    }

    [Fact]
    public void Test_lies_in_the_folder_of_the_type_that_it_is_named_after()
    {
        var folders = SourceTree.Files("src")
            .Select(static file => (Name: TypeIn(file.Path), Folder: FolderOf(file.Path)))
            .Distinct()
            .ToLookup(static type => type.Name, static type => type.Folder);

        var elsewhere = Mirrors.SelectMany(static mirror => SourceTree.Files(mirror.Tests))
            .DistinctBy(static file => file.Path)
            .Select(file => (file.Path, Folders: folders[Subject().Match(Path.GetFileName(file.Path)).Groups[1].Value].ToList()))
            .Where(static test => test.Folders.Count == 1 && FolderOf(test.Path) != MirrorOf(test.Folders[0]))
            .Select(static test => $"{test.Path}: move it to {MirrorOf(test.Folders[0])}, or name it after what it tests");

        Assert.Empty(elsewhere);
    }

    private static string NamespaceOf(string path)
    {
        var folder = FolderOf(path);
        var project = folder;
        string[] projects;
        while ((projects = Directory.GetFiles(Path.Combine(SourceTree.Root, project), "*.csproj")).Length == 0)
        {
            project = FolderOf(project);
        }

        var root = XDocument.Load(projects[0]).Descendants("RootNamespace").FirstOrDefault()?.Value
            ?? Path.GetFileNameWithoutExtension(projects[0]);
        return $"{root}{folder[project.Length..].Replace('/', '.')}";
    }

    private static string MirrorOf(string folder) => Mirrors
        .Where(mirror => $"{folder}/".StartsWith(mirror.Sources, StringComparison.Ordinal))
        .Select(mirror => $"{mirror.Tests}{$"{folder}/"[mirror.Sources.Length..]}".TrimEnd('/'))
        .First();

    // `Repository` in Repository.Removal.cs.
    private static string TypeIn(string path) => Path.GetFileName(path).Split('.')[0];

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"\A(\w+?)(?:Contract)?Tests(?:\.\w+)?\.cs\z")]
    private static partial Regex Subject();
}
