using System.Buffers;
using System.Text;

namespace Zot.Http.Kestrel;

/// <summary>
/// Inspects the head of a request while it arrives. Each byte is searched once, however small the segments are.
/// </summary>
internal sealed class HeadScan
{
    private long _searched;
    private int? _endOfLine;

    /// <summary>Inspects the bytes received so far.</summary>
    /// <returns>
    /// True if these bytes suffice; and the end of the first line if the request is an HTTP/1.0 POST or PUT without a
    /// length.
    /// </returns>
    public (bool IsEnough, int? End) Inspect(ReadOnlySequence<byte> buffer)
    {
        if (_endOfLine is null)
        {
            if (!TryFind(buffer, "\n"u8, out var line))
            {
                return (false, null);
            }

            if (!NeedsLength(Encoding.Latin1.GetString(line).TrimEnd('\r')))
            {
                return (true, null);
            }

            (_endOfLine, _searched) = ((int)line.Length + 1, 0);
        }

        return TryFind(buffer, "\r\n\r\n"u8, out var head)
            ? (true, HasLength(Encoding.Latin1.GetString(head)) ? null : _endOfLine)
            : (false, null);
    }

    private static bool NeedsLength(string line) => line.EndsWith(" HTTP/1.0", StringComparison.Ordinal)
        && (line.StartsWith("POST ", StringComparison.Ordinal) || line.StartsWith("PUT ", StringComparison.Ordinal));

    private static bool HasLength(string head) => head.Split('\n').Any(static line =>
        line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
        || line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase));

    // Returns the bytes before the delimiter, which may begin in the part that was searched before.
    private bool TryFind(ReadOnlySequence<byte> buffer, ReadOnlySpan<byte> delimiter, out ReadOnlySequence<byte> before)
    {
        var start = Math.Max(0, _searched - delimiter.Length + 1);
        var reader = new SequenceReader<byte>(buffer.Slice(start));
        if (reader.TryReadTo(out ReadOnlySequence<byte> found, delimiter))
        {
            before = buffer.Slice(0, start + found.Length);
            return true;
        }

        (_searched, before) = (buffer.Length, default);
        return false;
    }
}
