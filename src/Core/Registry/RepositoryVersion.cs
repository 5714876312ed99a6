namespace Zot.Registry;

/// <summary>Tells one state of a repository from another, without a look into it.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Version">
/// Is another one after each writing of <c>index.json</c>; <see langword="null"/> while there is more than is written there.
/// </param>
public readonly record struct RepositoryVersion(RepositoryName Repository, string? Version);
