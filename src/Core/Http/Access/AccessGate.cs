using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Registry;

namespace Zot.Http;

/// <summary>May they? Asked once, for every request that concerns a repository.</summary>
internal sealed class AccessGate(RequestDelegate next, IAccessPolicy policy, IRegistryReader registry, Challenge challenge)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = RegistryCall.Of(context);
        return call.Request switch
        {
            RegistryRequest.PutManifest put => CheckPushAsync(call, put, context),
            RegistryRequest.InRepository request when !policy.Allows(call.Caller, request.Action, request.Repository) =>
                RefuseAsync(call, request, context),
            _ => next(context),
        };
    }

    // A push that moves a tag takes the right to update, one that adds a tag the right to create; one by digest with
    // tags of both kinds takes both. Only a caller who has just one of them is worth looking up the tags.
    private async Task CheckPushAsync(RegistryCall call, RegistryRequest.PutManifest put, HttpContext context)
    {
        var mayCreate = policy.Allows(call.Caller, RegistryAction.Create, put.Repository);
        var mayUpdate = policy.Allows(call.Caller, RegistryAction.Update, put.Repository);
        if (mayCreate != mayUpdate)
        {
            var (creates, updates) = await LookUpAsync(put, context.RequestAborted);
            (mayCreate, mayUpdate) = (mayCreate || !creates, mayUpdate || !updates);
        }

        await (mayCreate && mayUpdate ? next(context) : RefuseAsync(call, put, context));
    }

    private async ValueTask<(bool Creates, bool Updates)> LookUpAsync(
        RegistryRequest.PutManifest put, CancellationToken cancellationToken)
    {
        IEnumerable<Tag> tags = put.Reference.Tag is { } one ? [one] : TagsOf(put.Tags);
        var (creates, updates) = (false, false);
        foreach (var tag in tags)
        {
            var exists = await registry.FindManifestAsync(put.Repository, Reference.To(tag), cancellationToken) is not null;
            creates |= !exists;
            updates |= exists;
        }

        return (creates || !updates, updates);
    }

    // One that is no tag is refused later; until then it counts for nothing.
    private static IEnumerable<Tag> TagsOf(IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            if (Tag.TryParse(text.Trim(), out var tag))
            {
                yield return tag;
            }
        }
    }

    private Task RefuseAsync(RegistryCall call, RegistryRequest.InRepository request, HttpContext context)
    {
        var error = call.Caller.IsAnonymous ? RegistryError.Unauthorized : RegistryError.Denied;
        return challenge.RefuseAccessAsync(context, error.With("name", request.Repository));
    }
}
