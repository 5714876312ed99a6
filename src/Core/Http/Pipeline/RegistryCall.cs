using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Http;

/// <summary>What the pipeline knows of the request it is working on.</summary>
internal sealed class RegistryCall : IAccessFeature
{
    private HttpContext? _context;
    private TimeProvider _time = TimeProvider.System;
    private CallerFinder? _callers;
    private AccessRequest? _question;

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
    public void Attach(HttpContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
        context.Features.Set<IAccessFeature>(this);
    }

    /// <summary>Sets the caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="callers">Finds the caller again, when the request is committed.</param>
    public void Admit(Identity caller, IAccessPolicy policy, CallerFinder callers)
    {
        _callers = callers;
        (Policy, Access, _question) = (policy, policy.ContextFor(InGroups(caller, policy)), null);
    }

    /// <summary>The caller, with the groups that the configuration adds.</summary>
    public static Identity InGroups(Identity caller, IAccessPolicy policy) => policy.GroupsOf(caller.Name) is { Count: > 0 } groups
        ? caller with
        {
            // Whoever is in a thousand groups is not to pay for that at every request.
            Groups = caller.Groups.Count == 0 ? groups : [.. caller.Groups.Union(groups, StringComparer.Ordinal)],
        }
        : caller;

    /// <summary>Finds the caller again, by what is in force now.</summary>
    public ValueTask<FoundCaller> FindAgainAsync(HttpContext context) =>
        _callers?.FindAsync(this, context) ?? ValueTask.FromResult(new FoundCaller(Caller, Policy));

    /// <inheritdoc/>
    public bool Allows(AccessAction action, RepositoryName repository, string reference = "") =>
        Access.CanAlways(action, repository)
        || (Access.Can(action, repository) && Policy.Decide(Question(action, repository, reference)).Allowed);

    /// <summary>Puts something the caller wants to do into the words of the access control.</summary>
    public AccessRequest Question(AccessAction action, RepositoryName repository, string reference) =>
        (_question ??= AccessQuestion.Of(_context!, Caller, action, repository, _time.GetUtcNow())) with
        {
            Action = action,
            Repository = repository,
            Reference = reference,
            Time = _time.GetUtcNow(),
        };
}
