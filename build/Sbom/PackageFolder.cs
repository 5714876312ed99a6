using System.Xml.Linq;

namespace Zot.Sbom;

/// <summary>The directory in which NuGet stores restored packages.</summary>
/// <param name="path">Its path.</param>
internal sealed class PackageFolder(string path)
{
    /// <summary>Gets the directory of the current user.</summary>
    public static PackageFolder Default { get; } = new(Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>Returns the hash of a package, in Base64; <see langword="null"/> if the package is missing.</summary>
    public string? HashOf(Library library)
    {
        var file = FileOf(library, $"{library.Name}.{library.Version}.nupkg.sha512");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>Returns the license of a package; <see langword="null"/> if it cannot be found.</summary>
    public Licence? LicenceOf(Library library)
    {
        var file = FileOf(library, $"{library.Name}.nuspec");
        if (!File.Exists(file))
        {
            return null;
        }

        var about = XDocument.Load(file).Descendants().ToList();
        var licence = about.Find(static it => it.Name.LocalName == "license");
        var url = about.Find(static it => it.Name.LocalName == "licenseUrl")?.Value.Trim();
        return licence?.Attribute("type")?.Value == "expression" ? new Licence(licence.Value.Trim(), null)
            : url is { Length: > 0 } ? new Licence(null, url)
            : null;
    }

    private string FileOf(Library library, string name) =>
        Path.Combine(path, library.Name.ToLowerInvariant(), library.Version.ToLowerInvariant(), name.ToLowerInvariant());
}
