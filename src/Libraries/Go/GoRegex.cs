using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Zot.Go;

/// <summary>
/// Parses regular expressions as configuration files spell them: Go's RE2, unanchored, in linear time.
/// </summary>
public static partial class GoRegex
{
    /// <summary>
    /// Parses an expression; lookaround and backreferences, which RE2 does not support, are rejected.
    /// </summary>
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

    // (?P<name>…) becomes (?<name>…), $ becomes \z, and [[:alpha:]] is replaced by its ranges.
    private static string Translate(string pattern) =>
        PosixClass().Replace(TranslateEnds(pattern)
            .Replace("(?P<", "(?<", StringComparison.Ordinal), static match => match.Groups["name"].Value switch
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

    // In RE2, $ matches only at the end of the text. In .NET it also matches before a final line feed, which is correct
    // only with (?m).
    private static string TranslateEnds(string pattern) => MultilineFlag().IsMatch(pattern)
        ? pattern
        : EndAnchor().Replace(pattern, static match => match.Value == "$" ? @"\z" : match.Value);

    [GeneratedRegex(@"\(\?[a-zA-Z]*m", RegexOptions.CultureInvariant)]
    private static partial Regex MultilineFlag();

    // A quoted section, an escaped character or a class, in which $ is an ordinary character; or a $ that is an anchor.
    [GeneratedRegex(@"\\Q.*?(\\E|\z)|\\.|\[\^?\]?(\[:\^?[a-z]+:\]|\\.|[^\]\\])*\]?|\$", RegexOptions.Singleline
        | RegexOptions.CultureInvariant
        | RegexOptions.ExplicitCapture)]
    private static partial Regex EndAnchor();

    [GeneratedRegex(@"\[:(?<name>[a-z]+):\]", RegexOptions.ExplicitCapture)]
    private static partial Regex PosixClass();
}
