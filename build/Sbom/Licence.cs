namespace Zot.Sbom;

/// <summary>What a package says of its licence.</summary>
/// <param name="Expression">An SPDX expression: <c>MIT</c>; <see langword="null"/> when it names none.</param>
/// <param name="Url">Where the licence is to be read, when it names none.</param>
internal sealed record Licence(string? Expression, string? Url);
