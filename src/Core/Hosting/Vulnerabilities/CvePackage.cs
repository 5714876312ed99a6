namespace Zot.Hosting.Vulnerabilities;

/// <summary>A package of an image with a vulnerability.</summary>
/// <param name="Name">The name.</param>
/// <param name="Path">The file of a package of a programming language, or <c>Not Specified</c>.</param>
/// <param name="InstalledVersion">The installed version.</param>
/// <param name="FixedVersion">The first version without the vulnerability, or <c>Not Specified</c>.</param>
public sealed record CvePackage(string Name, string Path, string InstalledVersion, string FixedVersion);
