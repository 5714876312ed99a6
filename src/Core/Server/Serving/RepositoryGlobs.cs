using System.Collections.Concurrent;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Server.Serving;

/// <summary>The repository globs of the configuration, each compiled once.</summary>
internal sealed class RepositoryGlobs
{
    private readonly ConcurrentDictionary<string, GlobPattern> _compiled = new(StringComparer.Ordinal);

    /// <summary>
    /// Indicates whether a glob matches a repository. Invalid globs were rejected when the configuration was read.
    /// </summary>
    public bool Matches(string glob, RepositoryName repository) =>
        _compiled.GetOrAdd(glob, static glob => GlobPattern.Parse(glob)).Matches(repository);
}
