namespace Zot.Core.Tests.Auth.AccessControl;

/// <summary>
/// A minimal reference implementation of globs that tries every choice. Exponential, and independent of the product
/// code. Supports literals, <c>*</c>, <c>?</c>, <c>[ab]</c>, <c>[!ab]</c>, <c>{a,b}</c> and <c>**</c>.
/// </summary>
internal static class SlowGlob
{
    public static bool Matches(string pattern, string name) =>
        Expand(pattern).Any(alternative => MatchComponents(alternative.Split('/'), name.Split('/')));

    public static IEnumerable<string> Expand(string pattern)
    {
        var open = pattern.LastIndexOf('{');
        if (open < 0)
        {
            return [pattern];
        }

        var close = pattern.IndexOf('}', open);
        return pattern[(open + 1)..close].Split(',')
            .SelectMany(choice => Expand(pattern[..open] + choice + pattern[(close + 1)..]));
    }

    private static bool MatchComponents(ReadOnlySpan<string> pattern, ReadOnlySpan<string> name)
    {
        if (pattern.IsEmpty)
        {
            return name.IsEmpty;
        }

        if (pattern[0] == "**")
        {
            return MatchComponents(pattern[1..], name) || (!name.IsEmpty && MatchComponents(pattern, name[1..]));
        }

        return !name.IsEmpty && MatchText(pattern[0], name[0]) && MatchComponents(pattern[1..], name[1..]);
    }

    private static bool MatchText(string pattern, string text)
    {
        if (pattern.Length == 0)
        {
            return text.Length == 0;
        }

        if (pattern[0] == '*')
        {
            return MatchText(pattern[1..], text) || (text.Length > 0 && MatchText(pattern, text[1..]));
        }

        if (text.Length == 0)
        {
            return false;
        }

        if (pattern[0] == '[')
        {
            var end = pattern.IndexOf(']');
            var isNegated = pattern[1] == '!';
            var members = pattern[(isNegated ? 2 : 1)..end];
            return members.Contains(text[0]) != isNegated && MatchText(pattern[(end + 1)..], text[1..]);
        }

        return (pattern[0] == '?' || pattern[0] == text[0]) && MatchText(pattern[1..], text[1..]);
    }
}
