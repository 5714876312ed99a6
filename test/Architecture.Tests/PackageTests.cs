using System.Xml.Linq;
using Xunit;

namespace Zot.Architecture.Tests;

/// <summary>The list of package versions and the projects agree.</summary>
public sealed class PackageTests
{
    [Fact]
    public void Each_version_in_Directory_Packages_props_is_of_a_package_that_a_project_references()
    {
        var referenced = Directory.EnumerateFiles(SourceTree.Root, "*.*proj", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(SourceTree.Root, "*.props", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(SourceTree.Root, "*.targets", SearchOption.AllDirectories))
            .Where(static path => !Path.GetRelativePath(SourceTree.Root, path).StartsWith("artifacts", StringComparison.Ordinal))
            .SelectMany(static path => Names(path, "PackageReference"))
            .ToHashSet(StringComparer.Ordinal);

        var unused = Names(Path.Combine(SourceTree.Root, "Directory.Packages.props"), "PackageVersion")
            .Where(name => !referenced.Contains(name))
            .Select(static name => $"remove the version of {name} from Directory.Packages.props: no project references the package");

        Assert.Empty(unused);
    }

    private static IEnumerable<string> Names(string path, string element) => XDocument.Load(path).Descendants()
        .Where(item => item.Name.LocalName == element)
        .Select(static item => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update"))
        .OfType<string>();
}
