using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zot.Http;

/// <summary>Path and query of a request as the logs have them: values of the registry's own query keys.</summary>
internal static class LoggedTarget
{
    /// <summary>The text in place of a value that is not logged.</summary>
    public const string Mask = "******";

    private static readonly FrozenSet<string> Shown = FrozenSet.ToFrozenSet(
        [
            "action", "after", "artifactType", "before", "days", "digest", "digest-algorithm", "dryRun", "from", "id", "kind", "last",
            "limit", "mount", "n", "provider", "repo", "repository", "scope", "service", "since", "sink", "tag", "type",
        ],
        StringComparer.Ordinal);

    /// <summary>The path and query.</summary>
    public static string Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return context.Request.QueryString.Value is { Length: > 1 } query
            ? ClientText.Bounded($"{path}?{Masked(query.AsSpan(1))}", ClientText.MaxTargetBytes)
            : ClientText.Bounded(path, ClientText.MaxTargetBytes);
    }

    // A key without a value may be a credential. A key in another encoding is another key.
    private static StringBuilder Masked(ReadOnlySpan<char> query)
    {
        var text = new StringBuilder(query.Length);
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var end = pair.IndexOf('=');
            text.Append(text.Length > 0 ? "&" : "");
            if (end < 0)
            {
                text.Append(pair.Length > 0 ? Mask : "");
            }
            else
            {
                text.Append(pair[..(end + 1)]).Append(Shown.Contains(pair[..end].ToString()) ? pair[(end + 1)..] : Mask);
            }
        }

        return text;
    }
}
