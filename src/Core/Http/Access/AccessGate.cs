using Microsoft.AspNetCore.Http;
using Zot.Auth.AccessControl;
using Zot.Http.Requests;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>Authorizes every request for a repository before its body is read.</summary>
/// <remarks>A request with a body is authorized again when it is committed; see <see cref="CommitCheck"/>.</remarks>
internal sealed class AccessGate(RequestDelegate next, IRegistry registry, Challenge challenge)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = CallerAccess.Of(context);
        if (call.Access.IsUnrestricted || RegistryRequest.Of(context) is not RegistryRequest.InRepository request)
        {
            return next(context);
        }

        var question = call.Question(request.Action, request.Repository, request.ReferenceInPath);
        if (request is RegistryRequest.PutManifest put)
        {
            return CheckPushAsync(call, put, question, context);
        }

        var decision = call.Policy.Decide(question);
        return decision.Allowed ? next(context) : RefuseAsync(question, decision, context);
    }

    // The tags are looked up only if the caller lacks one of the rights.
    private async Task CheckPushAsync(
        CallerAccess call, RegistryRequest.PutManifest put, AccessRequest question, HttpContext context)
    {
        IReadOnlyList<Tag> tags =
            put.Reference.Tag is { } one ? [one] : [.. TagsOf(put.Tags).Distinct().Take(ManifestPush.MaxTags + 1)];
        if (!PushRights.IsAllowedAnyway(call.Policy, question, put.Reference, tags))
        {
            var existing = await ExistingAsync(put.Repository, tags, context.RequestAborted);
            foreach (var each in PushRights.Of(question, put.Reference, tags, existing.Contains))
            {
                var decision = call.Policy.Decide(each);
                if (!decision.Allowed)
                {
                    await RefuseAsync(each, decision, context);
                    return;
                }
            }
        }

        await next(context);
    }

    private async ValueTask<HashSet<Tag>> ExistingAsync(
        RepositoryName repository, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        var existing = new HashSet<Tag>();
        foreach (var tag in tags)
        {
            if (await registry.FindManifestAsync(repository, Reference.To(tag), cancellationToken) is not null)
            {
                existing.Add(tag);
            }
        }

        return existing;
    }

    // An invalid tag is rejected later; here it is ignored.
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

    private Task RefuseAsync(AccessRequest question, AccessDecision decision, HttpContext context) =>
        challenge.RefuseAccessAsync(context, AccessRequestFactory.Denial(question, decision));
}
