using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Registry;

namespace Zot.Http.Access;

/// <summary>The rights that pushing a manifest requires: update for an existing tag, create for a new one.</summary>
/// <remarks>A push by digest with tags requires the same rights for the digest, too.</remarks>
internal static class PushRights
{
    /// <summary>Indicates whether the caller may push regardless of which tags exist.</summary>
    public static bool IsAllowedAnyway(
        IAccessPolicy policy, AccessRequest question, Reference reference, IReadOnlyList<Tag> tags)
    {
        var ofTags = tags.Select(tag => question with { Reference = tag.ToString() });
        var all = reference.IsDigest ? ofTags.Append(question) : ofTags;
        return all.All(each => policy.Decide(each with { Action = AccessAction.Create }).Allowed
            && policy.Decide(each with { Action = AccessAction.Update }).Allowed);
    }

    /// <summary>Lists the required access requests, in the order in which denials are reported.</summary>
    public static IReadOnlyList<AccessRequest> Of(
        AccessRequest question, Reference reference, IReadOnlyList<Tag> tags, Func<Tag, bool> exists)
    {
        var all = new List<AccessRequest>(tags.Count + 2);
        var (creates, updates) = (tags.Count == 0, false);
        foreach (var tag in tags)
        {
            var isUpdate = exists(tag);
            all.Add(question with
            {
                Reference = tag.ToString(),
                Action = isUpdate ? AccessAction.Update : AccessAction.Create,
            });
            (creates, updates) = (creates || !isUpdate, updates || isUpdate);
        }

        if (reference.IsDigest)
        {
            all.AddRange(creates ? [question with { Action = AccessAction.Create }] : []);
            all.AddRange(updates ? [question with { Action = AccessAction.Update }] : []);
        }

        return all;
    }
}
