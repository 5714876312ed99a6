using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting.Routes;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>Evaluates the current authenticators and policy for a request that was admitted before.</summary>
internal sealed class AccessReview : IAccessReview
{
    /// <inheritdoc/>
    public async ValueTask<ICallerRights?> ReviewAsync(HttpContext context)
    {
        var call = CallerAccess.Of(context);
        FoundCaller found;
        try
        {
            found = await call.FindAgainAsync();
        }
        catch (RegistryException refusal) when (refusal.Error == RegistryError.TooManyLogins)
        {
            // A client that is disconnected connects again, which can be answered with this error.
            return null;
        }

        return found.Caller is { } caller && caller.Name == call.Caller.Name
            ? new Rights(call, CallerAccess.InGroups(caller, found.Policy), found.Policy)
            : null;
    }

    private sealed class Rights(CallerAccess call, Identity caller, IAccessPolicy policy) : ICallerRights
    {
        public bool May(AccessAction action, RepositoryName repository, string reference) =>
            !(action == AccessAction.Audit && caller.IsAnonymous)
            && policy.Decide(call.Question(action, repository, reference) with { Caller = caller }).Allowed;
    }
}
