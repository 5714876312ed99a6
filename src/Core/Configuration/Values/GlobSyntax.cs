namespace Zot.Configuration.Values;

/// <summary>
/// Validates globs: <c>*</c> within a path component, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>{a,b}</c>, <c>\</c>.
/// </summary>
internal static class GlobSyntax
{
    /// <summary>
    /// Returns whether every bracket and brace is closed, and no bracket is empty; zot requires no more.
    /// </summary>
    public static bool IsValid(string pattern)
    {
        var braces = 0;
        for (var at = 0; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\\' when ++at >= pattern.Length:
                    return false;
                case '{':
                    braces++;
                    break;
                case '}' when --braces < 0:
                    return false;
                case '[':
                    at = EndOfClass(pattern, at + 1);
                    if (at < 0)
                    {
                        return false;
                    }

                    break;
                default:
                    break;
            }
        }

        return braces == 0;
    }

    private static int EndOfClass(string pattern, int at)
    {
        at += at < pattern.Length && pattern[at] is '!' or '^' ? 1 : 0;
        var first = at;
        while (at < pattern.Length && pattern[at] != ']')
        {
            at += pattern[at] == '\\' ? 2 : 1;
        }

        return at < pattern.Length && at > first ? at : -1;
    }
}
