using System.Xml.Linq;

namespace Zot.Sbom;

/// <summary>Where NuGet keeps the packages it has restored.</summary>
/// <param name="path">Its path.</param>
internal sealed class PackageFolder(string path)
{
    /// <summary>The folder of this user.</summary>
    public static PackageFolder Default { get; } = new(Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"));

    /// <summary>The hash of a package, in base 64; <see langword="null"/> when it is not there.</summary>
    public string? HashOf(Library library)
    {
        var file = FileOf(library, $"{library.Name}.{library.Version}.nupkg.sha512");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>The licence of a package; <see langword="null"/> when it is not there or does not say.</summary>
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
