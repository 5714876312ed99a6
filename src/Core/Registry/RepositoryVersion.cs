namespace Zot.Registry;

/// <summary>Identifies a state of a repository, without reading its content.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">
/// The version, which changes whenever <c>index.json</c> is written; <see langword="null"/> while there are changes
/// that are not written there.
/// </param>
public readonly record struct RepositoryVersion(RepositoryName Repository, string? Version);
