using Zot.Auth;
using Zot.Registry;

namespace Zot.Http.Tests;

/// <summary>Allows what it was told, and nothing else.</summary>
internal sealed class ListedPolicy : IAccessPolicy
{
    private readonly HashSet<(string Caller, RegistryAction Action, string Repository)> _allowed = [];

    public bool AdmitsAnonymous { get; init; }

    public void Allow(string caller, RegistryAction action, string repository) => _allowed.Add((caller, action, repository));

    public bool Allows(Identity caller, RegistryAction action, RepositoryName repository) =>
        _allowed.Contains((caller.Name, action, repository.ToString()));
}
