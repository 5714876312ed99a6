namespace Zot.Sbom;

/// <summary>The license of a package, from its metadata.</summary>
/// <param name="Expression">An SPDX expression: <c>MIT</c>; <see langword="null"/> if the package has none.</param>
/// <param name="Url">The address of the license text, if the package has no expression.</param>
internal sealed record Licence(string? Expression, string? Url);
