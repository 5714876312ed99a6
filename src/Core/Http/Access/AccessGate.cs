using Microsoft.AspNetCore.Http;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Http;

/// <summary>May they? Asked once, for every request that concerns a repository.</summary>
internal sealed class AccessGate(RequestDelegate next, IRegistryReader registry, Challenge challenge, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var call = RegistryCall.Of(context);
        if (call.Access.IsUnrestricted || call.Request is not RegistryRequest.InRepository request)
        {
            return next(context);
        }

        var question = AccessQuestion.Of(request, call.Caller, context, time);
        if (request is RegistryRequest.PutManifest put)
        {
            return CheckPushAsync(call, put, question, context);
        }

        var decision = call.Policy.Decide(question);
        return decision.Allowed ? next(context) : RefuseAsync(question, decision, context);
    }

    // A tag that is there takes the right to update, a new one the right to create. A push by digest with tags of both
    // kinds takes both for the digest, too. Only a caller who lacks one of them is worth looking up the tags.
    private async Task CheckPushAsync(
        RegistryCall call, RegistryRequest.PutManifest put, AccessRequest question, HttpContext context)
    {
        foreach (var each in await QuestionsAsync(call.Policy, put, question, context.RequestAborted))
        {
            var decision = call.Policy.Decide(each);
            if (!decision.Allowed)
            {
                await RefuseAsync(each, decision, context);
                return;
            }
        }

        await next(context);
    }

    private async ValueTask<List<AccessRequest>> QuestionsAsync(
        IAccessPolicy policy, RegistryRequest.PutManifest put, AccessRequest question, CancellationToken cancellationToken)
    {
        IReadOnlyList<Tag> tags = put.Reference.Tag is { } one ? [one] : [.. TagsOf(put.Tags)];
        var ofTags = tags.Select(tag => question with { Reference = tag.ToString() }).ToList();
        var either = put.Reference.IsDigest ? ofTags.Append(question) : ofTags;
        if (either.All(each => MayBoth(policy, each)))
        {
            return [];
        }

        var (creates, updates) = (tags.Count == 0, false);
        for (var i = 0; i < tags.Count; i++)
        {
            var exists = await registry.FindManifestAsync(put.Repository, Reference.To(tags[i]), cancellationToken) is not null;
            ofTags[i] = ofTags[i] with { Action = exists ? AccessAction.Update : AccessAction.Create };
            (creates, updates) = (creates || !exists, updates || exists);
        }

        if (put.Reference.IsDigest)
        {
            ofTags.AddRange(creates ? [question with { Action = AccessAction.Create }] : []);
            ofTags.AddRange(updates ? [question with { Action = AccessAction.Update }] : []);
        }

        return ofTags;
    }

    private static bool MayBoth(IAccessPolicy policy, AccessRequest question) =>
        policy.Decide(question with { Action = AccessAction.Create }).Allowed
        && policy.Decide(question with { Action = AccessAction.Update }).Allowed;

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

    private Task RefuseAsync(AccessRequest question, AccessDecision decision, HttpContext context) =>
        challenge.RefuseAccessAsync(
            context,
            (question.Caller.IsAnonymous ? RegistryError.Unauthorized : RegistryError.Denied)
                .With("name", question.Repository, question.Caller.IsAnonymous ? null : decision.Reason));
}
