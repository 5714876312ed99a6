using System.Buffers;

namespace Zot.Http;

/// <summary>Tells requests whose path is not in its shortest form where they should have gone.</summary>
internal static class CleanPath
{
    // RFC 3986: unreserved, reserved without the brackets and the fragment's sign, and the sign of an encoded byte.
    private static readonly SearchValues<char> InAddresses = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@/?%");

    /// <summary>The target with <c>//</c>, <c>/./</c> and <c>/../</c> resolved.</summary>
    /// <param name="target">The target as it came over the wire, query included.</param>
    /// <returns>Where to; <see langword="null"/> when the target is clean, or no path at all.</returns>
    public static string? Redirect(string target)
    {
        var end = target.IndexOf('?');
        var path = end < 0 ? target.AsSpan() : target.AsSpan(0, end);
        if (path.Length == 0 || path[0] != '/' || !(path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal)))
        {
            return null;
        }

        var clean = Clean(path.ToString());
        return path.SequenceEqual(clean) ? null : Encode(clean + target[path.Length..]);
    }

    // A browser reads a backslash as a slash, and drops some control characters: behind the first slash, either could name
    // another host. What no address contains is sent in its encoded form.
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
