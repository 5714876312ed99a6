using System.Text;

namespace Zot.Http.Logs;

/// <summary>Truncates client-supplied text before it is logged or stored.</summary>
internal static class ClientText
{
    /// <summary>The maximum length of a logged or stored header value or query key, in bytes of UTF-8.</summary>
    public const int MaxValueBytes = 1024;

    /// <summary>
    /// The maximum length of a logged path and query, in bytes of UTF-8: 46 tags of 128 characters fit.
    /// </summary>
    public const int MaxTargetBytes = 8 * 1024;

    private const string Ellipsis = "…";

    private static readonly int EllipsisBytes = Encoding.UTF8.GetByteCount(Ellipsis);

    /// <summary>Returns the text; longer text is truncated and ends with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxBytes">The maximum length in bytes of UTF-8.</param>
    public static string Bounded(string text, int maxBytes = MaxValueBytes)
    {
        if (text.Length <= maxBytes / 3 || Encoding.UTF8.GetByteCount(text) <= maxBytes)
        {
            return text;
        }

        var (length, bytes) = (0, EllipsisBytes);
        foreach (var rune in text.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), Ellipsis);
    }
}
