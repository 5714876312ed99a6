using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting;

namespace Zot.Http;

/// <summary>What the pipeline knows of the request it is working on.</summary>
internal sealed class RegistryCall : IAccessFeature
{
    /// <summary>A request of the distribution specification, or one of the core's own.</summary>
    public RegistryCall(RegistryRequest request) => Request = request;

    /// <summary>A request that a route of an extension answers.</summary>
    public RegistryCall(ExtensionRoute route) => Route = route;

    /// <summary>What is asked for; <see langword="null"/> when a route of an extension answers.</summary>
    public RegistryRequest? Request { get; }

    /// <summary>The route of an extension that answers; <see langword="null"/> when the core does.</summary>
    public ExtensionRoute? Route { get; }

    /// <summary>The policy the request began with.</summary>
    public IAccessPolicy Policy { get; private set; } = OpenPolicy.Instance;

    /// <inheritdoc/>
    public AccessControlContext Access { get; private set; } = OpenPolicy.Instance.ContextFor(Identity.Anonymous);

    /// <summary>Who is calling.</summary>
    public Identity Caller => Access.Identity;

    /// <summary>How many bytes the answer had, where its headers do not say.</summary>
    public long StreamedLength { get; set; }

    /// <summary>The call this request is.</summary>
    public static RegistryCall Of(HttpContext context) => (RegistryCall)context.Features.Get<IAccessFeature>()!;

    /// <summary>Makes this the call of the request.</summary>
    public void Attach(HttpContext context) => context.Features.Set<IAccessFeature>(this);

    /// <summary>Says who is calling.</summary>
    public void Admit(Identity caller, IAccessPolicy policy)
    {
        if (policy.GroupsOf(caller.Name) is { Count: > 0 } groups)
        {
            caller = caller with
            {
                // Whoever is in a thousand groups is not to pay for that at every request.
                Groups = caller.Groups.Count == 0 ? groups : [.. caller.Groups.Union(groups, StringComparer.Ordinal)],
            };
        }

        (Policy, Access) = (policy, policy.ContextFor(caller));
    }
}
