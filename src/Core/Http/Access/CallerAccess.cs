using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>The caller of an authenticated request, its rights, and the policy in force.</summary>
/// <param name="context">The request.</param>
/// <param name="caller">The caller.</param>
/// <param name="policy">The policy in force when the request started.</param>
/// <param name="callers">Determines the caller again when the request is committed.</param>
/// <param name="time">The clock.</param>
internal sealed class CallerAccess(
    HttpContext context, Identity caller, IAccessPolicy policy, CallerFinder callers, TimeProvider time)
    : IAccessFeature
{
    private AccessRequest? _question;

    /// <summary>The policy that was in force when the request started.</summary>
    public IAccessPolicy Policy { get; } = policy;

    /// <inheritdoc/>
    public AccessControlContext Access { get; } = policy.ContextFor(InGroups(caller, policy));

    /// <inheritdoc/>
    public CallContext Call => new CommitCheck(this, context);

    /// <summary>The caller.</summary>
    public Identity Caller => Access.Identity;

    /// <summary>Returns the feature of an authenticated request.</summary>
    public static CallerAccess Of(HttpContext context) =>
        (CallerAccess)context.Features.GetRequiredFeature<IAccessFeature>();

    /// <summary>Returns the caller with the groups that the configuration adds.</summary>
    public static Identity InGroups(Identity caller, IAccessPolicy policy) =>
        policy.GroupsOf(caller.Name) is { Count: > 0 } groups
            ? caller with
            {
                // Avoids a union per request for users with very many groups.
                Groups = caller.Groups.Count == 0 ? groups : [.. caller.Groups.Union(groups, StringComparer.Ordinal)],
            }
            : caller;

    /// <summary>Determines the caller again, from the current authenticators and policy.</summary>
    public ValueTask<FoundCaller> FindAgainAsync() => callers.FindAsync(RegistryRequest.Of(context), context);

    /// <inheritdoc/>
    public bool Allows(AccessAction action, RepositoryName repository, string reference = "") =>
        Access.CanAlways(action, repository)
        || (Access.Can(action, repository) && Policy.Decide(Question(action, repository, reference)).Allowed);

    /// <summary>Creates the access request for an action of the caller.</summary>
    public AccessRequest Question(AccessAction action, RepositoryName repository, string reference) =>
        (_question ??= AccessRequestFactory.Of(context, Caller, action, repository, time.GetUtcNow())) with
        {
            Action = action,
            Repository = repository,
            Reference = reference,
            Time = time.GetUtcNow(),
        };
}
