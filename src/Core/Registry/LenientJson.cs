using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Zot.Registry;

/// <summary>
/// Parses JSON that other registries have accepted: invalid Unicode is read as U+FFFD, as in Go's decoder.
/// </summary>
/// <remarks>
/// The parser of the base class library accepts such text, but throws <see cref="InvalidOperationException"/> when a
/// string or a member name that contains it is read. Documents parsed by this class never do.
/// </remarks>
public static class LenientJson
{
    // \uXXXX
    private const int EscapeLength = 6;

    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(0, 128)
            .Select(static value => (byte)value)
            .Where(static value => value != (byte)'\\')]);

    private static ReadOnlySpan<byte> Replacement => "\uFFFD"u8;

    /// <summary>Parses a document.</summary>
    /// <param name="content">The text in UTF-8, which may contain invalid sequences.</param>
    /// <param name="options">The limits of the parser.</param>
    /// <exception cref="JsonException">The content is not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> content, JsonDocumentOptions options = default) =>
        JsonDocument.Parse(Repair(content), options);

    /// <summary>Replaces each byte that is not UTF-8, and each unpaired escaped surrogate, with U+FFFD.</summary>
    /// <returns>The content itself if it has neither.</returns>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> content)
    {
        if (Utf8.IsValid(content.Span) && !HasEscapedSurrogate(content.Span))
        {
            return content;
        }

        var repaired = new ArrayBufferWriter<byte>(content.Length);
        for (var rest = content.Span; !rest.IsEmpty;)
        {
            var plain = rest.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                plain = plain < 0 ? rest.Length : plain;
                repaired.Write(rest[..plain]);
                rest = rest[plain..];
            }
            else
            {
                rest = rest[(rest[0] == (byte)'\\' ? RepairEscape(rest, repaired) : RepairRune(rest, repaired))..];
            }
        }

        return repaired.WrittenMemory;
    }

    private static bool HasEscapedSurrogate(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf("\\u"u8); at >= 0; at = json.IndexOf("\\u"u8))
        {
            json = json[(at + 2)..];
            if (json is [(byte)'d' or (byte)'D', ..])
            {
                return true;
            }
        }

        return false;
    }

    // One byte at a time, as in Go: a truncated sequence of three bytes becomes three replacements.
    private static int RepairRune(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> repaired)
    {
        if (Rune.DecodeFromUtf8(rest, out _, out var length) == OperationStatus.Done)
        {
            repaired.Write(rest[..length]);
            return length;
        }

        repaired.Write(Replacement);
        return 1;
    }

    private static int RepairEscape(ReadOnlySpan<byte> rest, ArrayBufferWriter<byte> repaired)
    {
        if (!TryReadEscape(rest, out var first))
        {
            // Copied with the character it escapes, so that an escaped backslash does not start another escape.
            var length = rest.Length > 1 && rest[1] < 128 ? 2 : 1;
            repaired.Write(rest[..length]);
            return length;
        }

        if (!char.IsSurrogate(first))
        {
            repaired.Write(rest[..EscapeLength]);
            return EscapeLength;
        }

        if (char.IsHighSurrogate(first)
            && TryReadEscape(rest[EscapeLength..], out var second)
            && char.IsLowSurrogate(second))
        {
            repaired.Write(rest[..(2 * EscapeLength)]);
            return 2 * EscapeLength;
        }

        repaired.Write(Replacement);
        return EscapeLength;
    }

    private static bool TryReadEscape(ReadOnlySpan<byte> rest, out char unit)
    {
        unit = default;
        if (rest.Length < EscapeLength || !rest.StartsWith("\\u"u8)
            || !ushort.TryParse(
                rest[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
