using System.Collections.Concurrent;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Server.Serving;

/// <summary>The globs of the configuration that mean repositories, each compiled once.</summary>
internal sealed class RepositoryGlobs
{
    private readonly ConcurrentDictionary<string, GlobPattern> _compiled = new(StringComparer.Ordinal);

    /// <summary>Whether a glob means a repository. What is no glob was refused when the configuration was read.</summary>
    public bool Matches(string glob, RepositoryName repository) =>
        _compiled.GetOrAdd(glob, static glob => GlobPattern.Parse(glob)).Matches(repository);
}
