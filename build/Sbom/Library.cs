namespace Zot.Sbom;

/// <summary>A library with files in a program.</summary>
/// <param name="Name">Its name in NuGet.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">Its relation to the program.</param>
/// <param name="Sha512">The hash of its package, in Base64; <see langword="null"/> if not recorded.</param>
/// <param name="Dependencies">The names of the libraries that it references.</param>
internal sealed record Library(string Name, string Version, LibraryKind Kind, string? Sha512, IReadOnlyList<string> Dependencies);
