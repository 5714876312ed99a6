using System.Buffers;

namespace Zot.Http.Requests;

/// <summary>Provides the redirect targets of requests whose path is not normalized.</summary>
internal static class CleanPath
{
    // RFC 3986: unreserved and reserved characters except brackets and '#', and the percent sign.
    private static readonly SearchValues<char> InAddresses = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?%");

    /// <summary>Resolves <c>//</c>, <c>/./</c> and <c>/../</c> in a target.</summary>
    /// <param name="target">The raw request target, including the query.</param>
    /// <returns>The normalized target; <see langword="null"/> if it is already normalized or is not a path.</returns>
    public static string? Redirect(string target)
    {
        var end = target.IndexOf('?');
        var path = end < 0 ? target.AsSpan() : target.AsSpan(0, end);
        if (path.Length == 0
            || path[0] != '/'
            || !(path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal)))
        {
            return null;
        }

        var clean = Clean(path.ToString());
        return path.SequenceEqual(clean) ? null : Encode(clean + target[path.Length..]);
    }

    // Browsers read a backslash as a slash and drop some control characters: after the first slash, either could name
    // another host. Characters that are not allowed in URLs are percent-encoded.
    private static string Encode(string target) => target.AsSpan().ContainsAnyExcept(InAddresses)
        ? string.Concat(target.Select(static character =>
            InAddresses.Contains(character) ? character.ToString() : Uri.HexEscape((char)(byte)character)))
        : target;

    private static string Clean(string path)
    {
        var kept = new List<string>();
        foreach (var segment in path.Split('/'))
        {
            if (segment == "..")
            {
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            }
            else if (segment is not ("" or "."))
            {
                kept.Add(segment);
            }
        }

        var clean = "/" + string.Join('/', kept);
        return path.EndsWith('/') && clean.Length > 1 ? clean + "/" : clean;
    }
}
