using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Zot.Configuration;

/// <summary>Regular expressions as configuration files spell them: Go's RE2, unanchored, in linear time.</summary>
public static partial class GoRegex
{
    /// <summary>Reads an expression; look-around and back-references, which RE2 has not, are refused.</summary>
    public static bool TryParse(string pattern, [NotNullWhen(true)] out Regex? expression)
    {
        try
        {
            expression = new Regex(Translate(pattern), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception refusal) when (refusal is ArgumentException or NotSupportedException)
        {
            expression = null;
            return false;
        }
    }

    // (?P<name>…) is (?<name>…), and [[:alpha:]] has no counterpart but its ranges.
    private static string Translate(string pattern) =>
        PosixClass().Replace(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), static match => match.Groups["name"].Value switch
        {
            "alpha" => "A-Za-z",
            "digit" => "0-9",
            "alnum" => "A-Za-z0-9",
            "lower" => "a-z",
            "upper" => "A-Z",
            "word" => "A-Za-z0-9_",
            "xdigit" => "A-Fa-f0-9",
            "space" => @"\s",
            "punct" => @"!-/:-@\[-`{-~",
            _ => match.Value,
        });

    [GeneratedRegex(@"\[:(?<name>[a-z]+):\]", RegexOptions.ExplicitCapture)]
    private static partial Regex PosixClass();
}
