using Zot.Auth.AccessControl;

namespace Zot.Auth;

/// <summary>Whoever gets in may do everything: the policy without <c>http.accessControl</c>.</summary>
public sealed class OpenPolicy : IAccessPolicy
{
    private static readonly AccessControlContext Unknown = AccessControlContext.Unrestricted(Identity.Anonymous);

    private OpenPolicy()
    {
    }

    /// <summary>The policy.</summary>
    public static OpenPolicy Instance { get; } = new();

    /// <summary>Where one can say who one is, one must.</summary>
    public bool AdmitsAnonymous => false;

    /// <summary>Where one can say who one is, one must.</summary>
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
