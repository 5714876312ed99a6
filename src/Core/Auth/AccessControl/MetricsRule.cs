using Zot.Configuration.Http;

namespace Zot.Auth.AccessControl;

/// <summary>Authorizes reading the metrics.</summary>
internal sealed class MetricsRule(MetricsAccessOptions options)
{
    private readonly HashSet<string> _users = new(options.Users, StringComparer.Ordinal);

    public bool AdmitsAnonymous { get; } = AccessActions.Of(options.AnonymousPolicy).Contains(AccessAction.Read);

    public bool Allows(Identity caller) => caller.IsAnonymous ? AdmitsAnonymous : _users.Contains(caller.Name);
}
