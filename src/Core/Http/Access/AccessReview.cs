using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Hosting;
using Zot.Registry;

namespace Zot.Http;

/// <summary>Asks the authenticators and the policy in force now about a request that was admitted before.</summary>
internal sealed class AccessReview(CurrentAuthenticators authenticators, CurrentAccessPolicy policies, TimeProvider time) : IAccessReview
{
    /// <inheritdoc/>
    public async ValueTask<ICallerRights?> ReviewAsync(HttpContext context)
    {
        var admitted = RegistryCall.Of(context);
        var (policy, asked) = (policies(), authenticators());
        if (await CallerAsync(asked, context) is not { } caller
            || caller.Name != admitted.Caller.Name
            || (caller.IsAnonymous && asked.Count > 0 && !policy.AdmitsAnonymous))
        {
            return null;
        }

        var call = new RegistryCall(admitted.Route!);
        call.Admit(caller, policy);
        return new Rights(call, context, time);
    }

    private static async ValueTask<Identity?> CallerAsync(IReadOnlyList<IAuthenticator> asked, HttpContext context)
    {
        var credentials = Challenge.CredentialsOf(context);
        foreach (var authenticator in asked)
        {
            var result = await authenticator.AuthenticateAsync(credentials, context.RequestAborted);
            if (result.IsRefused)
            {
                return null;
            }

            if (result.IsWithoutSession)
            {
                break;
            }

            if (result.Caller is { } caller)
            {
                return caller;
            }
        }

        return Identity.Anonymous;
    }

    private sealed class Rights(RegistryCall call, HttpContext context, TimeProvider time) : ICallerRights
    {
        public bool May(AccessAction action, RepositoryName repository, string reference)
        {
            if (action == AccessAction.Audit && call.Caller.IsAnonymous)
            {
                return false;
            }

            if (call.Access.IsUnrestricted)
            {
                return true;
            }

            var question = AccessQuestion.Of(new RegistryRequest.ListTags(repository, new Page(null, null)), call.Caller, context, time);
            return call.Policy.Decide(question with { Action = action, Reference = reference }).Allowed;
        }
    }
}
