using Zot.Auth.AccessControl;

namespace Zot.Auth;

/// <summary>The policy without <c>http.accessControl</c>: every admitted caller has all rights.</summary>
public sealed class OpenPolicy : IAccessPolicy
{
    private static readonly AccessControlContext Unknown = AccessControlContext.Unrestricted(Identity.Anonymous);

    private OpenPolicy()
    {
    }

    /// <summary>The only instance.</summary>
    public static OpenPolicy Instance { get; } = new();

    /// <summary>Always false: if authentication is configured, it is required.</summary>
    public bool AdmitsAnonymous => false;

    /// <summary>Always false: if authentication is configured, it is required.</summary>
    public bool AdmitsAnonymousMetrics => false;

    /// <inheritdoc/>
    public bool MixesAnonymousAndAuthenticated => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> GroupsOf(string user) => [];

    /// <inheritdoc/>
    public AccessControlContext ContextFor(Identity caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.IsAnonymous ? Unknown : AccessControlContext.Unrestricted(caller);
    }

    /// <inheritdoc/>
    public AccessDecision Decide(AccessRequest request) => new(Allowed: true);

    /// <inheritdoc/>
    public AccessDecision DecideMetrics(Identity caller) => new(Allowed: true);
}
