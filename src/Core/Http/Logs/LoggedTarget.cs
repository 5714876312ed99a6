using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Zot.Http.Logs;

/// <summary>Formats the path and query of a request for logs, with the values of known query keys.</summary>
internal static class LoggedTarget
{
    /// <summary>The text that replaces a masked value.</summary>
    public const string Mask = "******";

    private static readonly FrozenSet<string> Shown = FrozenSet.ToFrozenSet(
        [
            "action", "after", "artifactType", "before", "days", "digest", "digest-algorithm", "dryRun", "from", "id",
            "kind", "last",
            "limit", "mount", "n", "provider", "repo", "repository", "scope", "service", "since", "sink", "tag", "type",
        ],
        StringComparer.Ordinal);

    /// <summary>Returns the path and query.</summary>
    public static string Of(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        return context.Request.QueryString.Value is { Length: > 1 } query
            ? ClientText.Bounded($"{path}?{Masked(query.AsSpan(1))}", ClientText.MaxTargetBytes)
            : ClientText.Bounded(path, ClientText.MaxTargetBytes);
    }

    // A key without a value may be a credential. A percent-encoded key does not match and is masked.
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
                text.Append(pair[..(end + 1)])
                    .Append(Shown.Contains(pair[..end].ToString()) ? pair[(end + 1)..] : Mask);
            }
        }

        return text;
    }
}
