using System.Text;

namespace Zot.Auth.Cel;

/// <summary>Texts by code points, which is how expressions count; .NET counts UTF-16 code units.</summary>
internal static class CelCodePoints
{
    public static int Count(ReadOnlySpan<char> text)
    {
        if (IsSimple(text))
        {
            return text.Length;
        }

        var count = 0;
        for (; !text.IsEmpty; count++)
        {
            text = text[LengthOfFirst(text)..];
        }

        return count;
    }

    /// <summary>Where the code point with this index starts; -1 when the text is shorter. The end has an index, too.</summary>
    public static int OffsetOf(ReadOnlySpan<char> text, long index)
    {
        if (index < 0 || index > text.Length)
        {
            return -1;
        }

        if (IsSimple(text))
        {
            return (int)index;
        }

        var offset = 0;
        for (; index > 0; index--)
        {
            if (offset == text.Length)
            {
                return -1;
            }

            offset += LengthOfFirst(text[offset..]);
        }

        return offset;
    }

    /// <summary>How many code units the first code point has; half of a pair counts as one.</summary>
    public static int LengthOfFirst(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out _, out var length);
        return length;
    }

    private static bool IsSimple(ReadOnlySpan<char> text) => !text.ContainsAnyInRange('\ud800', '\udfff');
}
