using Zot.Registry;

namespace Zot.Storage.Collection;

/// <summary>
/// Returns whether a glob of the configuration matches a repository: <c>*</c> within a component, <c>**</c> across
/// components.
/// </summary>
public delegate bool GlobMatch(string glob, RepositoryName repository);
