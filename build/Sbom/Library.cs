namespace Zot.Sbom;

/// <summary>A library of which files are in a program.</summary>
/// <param name="Name">Its name in NuGet.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">What it is to the program.</param>
/// <param name="Sha512">The hash of its package, in base 64; <see langword="null"/> when the build did not note it.</param>
/// <param name="Dependencies">The names of the libraries it uses.</param>
internal sealed record Library(string Name, string Version, LibraryKind Kind, string? Sha512, IReadOnlyList<string> Dependencies);
