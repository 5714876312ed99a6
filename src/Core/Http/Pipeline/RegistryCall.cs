using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Pipeline;

/// <summary>The state of a request in the pipeline.</summary>
internal sealed class RegistryCall : IAccessFeature
{
    private HttpContext? _context;
    private TimeProvider _time = TimeProvider.System;
    private CallerFinder? _callers;
    private AccessRequest? _question;

    /// <summary>Creates the call for a request of the distribution specification or of the core itself.</summary>
    public RegistryCall(RegistryRequest request) => Request = request;

    /// <summary>Creates the call for a request that an extension route handles.</summary>
    public RegistryCall(ExtensionRoute route) => Route = route;

    /// <summary>The parsed request; <see langword="null"/> if an extension route handles it.</summary>
    public RegistryRequest? Request { get; }

    /// <summary>The extension route that handles the request; <see langword="null"/> if the core does.</summary>
    public ExtensionRoute? Route { get; }

    /// <summary>The policy that was in force when the request started.</summary>
    public IAccessPolicy Policy { get; private set; } = OpenPolicy.Instance;

    /// <inheritdoc/>
    public AccessControlContext Access { get; private set; } = OpenPolicy.Instance.ContextFor(Identity.Anonymous);

    /// <inheritdoc/>
    public CallContext Call => new CommitCheck(this, _context!);

    /// <summary>The caller.</summary>
    public Identity Caller => Access.Identity;

    /// <summary>The length of a streamed response body in bytes, which the headers do not declare.</summary>
    public long StreamedLength { get; set; }

    /// <summary>Returns the call of an HTTP request.</summary>
    public static RegistryCall Of(HttpContext context) => (RegistryCall)context.Features.Get<IAccessFeature>()!;

    /// <summary>Attaches this call to the HTTP request.</summary>
    public void Attach(HttpContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
        context.Features.Set<IAccessFeature>(this);
    }

    /// <summary>Sets the caller.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="callers">The finder that determines the caller again when the request is committed.</param>
    public void Admit(Identity caller, IAccessPolicy policy, CallerFinder callers)
    {
        _callers = callers;
        (Policy, Access, _question) = (policy, policy.ContextFor(InGroups(caller, policy)), null);
    }

    /// <summary>Returns the caller with the groups that the configuration adds.</summary>
    public static Identity InGroups(Identity caller, IAccessPolicy policy) => policy.GroupsOf(caller.Name) is { Count: > 0 } groups
        ? caller with
        {
            // Avoids a union per request for users with very many groups.
            Groups = caller.Groups.Count == 0 ? groups : [.. caller.Groups.Union(groups, StringComparer.Ordinal)],
        }
        : caller;

    /// <summary>Determines the caller again, from the current authenticators and policy.</summary>
    public ValueTask<FoundCaller> FindAgainAsync(HttpContext context) =>
        _callers?.FindAsync(this, context) ?? ValueTask.FromResult(new FoundCaller(Caller, Policy));

    /// <inheritdoc/>
    public bool Allows(AccessAction action, RepositoryName repository, string reference = "") =>
        Access.CanAlways(action, repository)
        || (Access.Can(action, repository) && Policy.Decide(Question(action, repository, reference)).Allowed);

    /// <summary>Creates the access request for an action of the caller.</summary>
    public AccessRequest Question(AccessAction action, RepositoryName repository, string reference) =>
        (_question ??= AccessRequestFactory.Of(_context!, Caller, action, repository, _time.GetUtcNow())) with
        {
            Action = action,
            Repository = repository,
            Reference = reference,
            Time = _time.GetUtcNow(),
        };
}
