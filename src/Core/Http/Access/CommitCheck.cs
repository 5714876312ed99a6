using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Http;

/// <summary>
/// Decides on a request again at its commit point: by the users, the policy and the tags of then, not of when its head arrived.
/// </summary>
internal sealed class CommitCheck(RegistryCall call, HttpContext context) : ICallContext
{
    /// <inheritdoc/>
    public async ValueTask AuthorizeAsync(ManifestPush push, Func<Tag, bool> exists, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(push);
        var (caller, policy) = await RenewAsync();
        var question = call.Question(AccessAction.Create, push.Repository, push.Reference.ToString()) with { Caller = caller };
        foreach (var each in PushRights.Of(question, push.Reference, [.. push.AllTags], exists))
        {
            Demand(policy, each);
        }
    }

    /// <summary>Decides on what needs no look at the repository.</summary>
    /// <exception cref="RegistryException">The caller has lost the right, or is no user any more.</exception>
    public async ValueTask AuthorizeAsync(RegistryRequest.InRepository request)
    {
        var (caller, policy) = await RenewAsync();
        Demand(policy, call.Question(request.Action, request.Repository, AccessQuestion.ReferenceOf(request)) with { Caller = caller });
    }

    /// <summary>Authenticates the caller again.</summary>
    /// <exception cref="RegistryException">The credentials are not valid any more.</exception>
    public async ValueTask<(Identity Caller, IAccessPolicy Policy)> RenewAsync()
    {
        var found = await call.FindAgainAsync(context);
        return found.Caller is { } caller
            ? (RegistryCall.InGroups(caller, found.Policy), found.Policy)
            : throw RegistryError.Unauthorized.With("path", context.Request.Path.Value ?? "", "the credentials are not valid any more");
    }

    /// <summary>Authenticates the user again who has sent the request.</summary>
    /// <returns>The user, with the expiry of the credentials as it is now.</returns>
    /// <exception cref="RegistryException">The credentials are not valid any more, or are those of another user.</exception>
    public async ValueTask<Identity> RenewUserAsync()
    {
        var (user, _) = await RenewAsync();
        return !user.IsAnonymous && user.Name == call.Caller.Name
            ? user
            : throw RegistryError.Unauthorized.With("path", context.Request.Path.Value ?? "", "the credentials are not valid any more");
    }

    private static void Demand(IAccessPolicy policy, AccessRequest question)
    {
        if (policy.Decide(question) is { Allowed: false } denied)
        {
            throw AccessQuestion.Denial(question, denied);
        }
    }
}
