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

    // (?P<name>…) is (?<name>…), $ is \z, and [[:alpha:]] has no counterpart but its ranges.
    private static string Translate(string pattern) =>
        PosixClass().Replace(TranslateEnds(pattern).Replace("(?P<", "(?<", StringComparison.Ordinal), static match => match.Groups["name"].Value switch
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

    // In RE2, $ is the end of the text alone. Here it also matches before a final line feed, unless that is what (?m) asks for.
    private static string TranslateEnds(string pattern) => MultilineFlag().IsMatch(pattern)
        ? pattern
        : EndAnchor().Replace(pattern, static match => match.Value == "$" ? @"\z" : match.Value);

    [GeneratedRegex(@"\(\?[a-zA-Z]*m", RegexOptions.CultureInvariant)]
    private static partial Regex MultilineFlag();

    // A quoted stretch, an escaped letter or a class, in which $ is an ordinary letter; or the $ that is an anchor.
    [GeneratedRegex(@"\\Q.*?(\\E|\z)|\\.|\[\^?\]?(\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]?|\$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex EndAnchor();

    [GeneratedRegex(@"\[:(?<name>[a-z]+):\]", RegexOptions.ExplicitCapture)]
    private static partial Regex PosixClass();
}
