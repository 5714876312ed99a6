using System.Text;

namespace Zot.Cel.Functions;

/// <summary>Indexes strings by code points, as expressions do; .NET indexes UTF-16 code units.</summary>
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

    /// <summary>
    /// Returns the offset of the code point with the given index; -1 if the text is shorter. The end is a valid index.
    /// </summary>
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

    /// <summary>
    /// Returns the number of code units of the first code point; an unpaired surrogate counts as a code point.
    /// </summary>
    public static int LengthOfFirst(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out _, out var length);
        return length;
    }

    private static bool IsSimple(ReadOnlySpan<char> text) => !text.ContainsAnyInRange('\ud800', '\udfff');
}
