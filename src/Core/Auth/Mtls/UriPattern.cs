using System.Text.RegularExpressions;
using Zot.Go;

namespace Zot.Auth.Mtls;

/// <summary>Extracts a name from a URI: the first capturing group of a regular expression.</summary>
internal sealed class UriPattern
{
    private readonly Regex? _expression;
    private readonly string? _group;

    private UriPattern(string pattern)
    {
        // A configuration with an invalid pattern is rejected, so the pattern yields no name.
        _expression = GoRegex.TryParse(pattern, out var expression) ? expression : null;
        _group = FirstGroup(pattern);
    }

    /// <summary>Creates a pattern; <see langword="null"/> if no pattern is configured.</summary>
    public static UriPattern? Of(string? pattern) => pattern is null or "" ? null : new UriPattern(pattern);

    /// <summary>
    /// Returns the name; <see langword="null"/> if the URI does not match or the pattern has no capturing group.
    /// </summary>
    public string? NameIn(string uri) =>
        _group is not null && _expression?.Match(uri) is { Success: true } match ? match.Groups[_group].Value : null;

    // Go numbers groups in order of appearance. .NET numbers unnamed groups first.
    private static string? FirstGroup(string pattern)
    {
        var isInClass = false;
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\':
                    at++;
                    break;
                case '[':
                    isInClass = true;
                    break;
                case ']':
                    isInClass = false;
                    break;
                case '(' when !isInClass:
                    if (GroupAt(pattern.AsSpan(at + 1)) is { } group)
                    {
                        return group;
                    }

                    break;
                default:
                    break;
            }
        }

        return null;
    }

    private static string? GroupAt(ReadOnlySpan<char> pattern)
    {
        if (!pattern.StartsWith("?"))
        {
            return "1";
        }

        var name = pattern.StartsWith("?P<") ? pattern[3..] : pattern.StartsWith("?<") ? pattern[2..] : default;
        return name.IndexOf('>') is var end and > 0 ? name[..end].ToString() : null;
    }
}
