using System.Text.RegularExpressions;
using Zot.Configuration;

namespace Zot.Auth.Mtls;

/// <summary>Where a name stands in a URI: the first group of a regular expression.</summary>
internal sealed class UriPattern
{
    private readonly Regex? _expression;
    private readonly string? _group;

    private UriPattern(string pattern)
    {
        // One that cannot be read was refused with the configuration; by it nobody has a name.
        _expression = GoRegex.TryParse(pattern, out var expression) ? expression : null;
        _group = FirstGroup(pattern);
    }

    /// <summary>Reads a pattern; <see langword="null"/> when there is none.</summary>
    public static UriPattern? Of(string? pattern) => pattern is null or "" ? null : new UriPattern(pattern);

    /// <summary>The name; <see langword="null"/> when the URI does not match, or there is no group.</summary>
    public string? NameIn(string uri) =>
        _group is not null && _expression?.Match(uri) is { Success: true } match ? match.Groups[_group].Value : null;

    // Go counts groups as they stand. .NET counts those without a name first.
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
