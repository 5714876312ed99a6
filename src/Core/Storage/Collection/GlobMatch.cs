using Zot.Registry;

namespace Zot.Storage.Collection;

/// <summary>Whether a glob of the configuration means a repository: <c>*</c> within a component, <c>**</c> across.</summary>
public delegate bool GlobMatch(string glob, RepositoryName repository);
