#if EXT_EVENTS
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core.Wire;

/// <summary>Headers as bytes: a line for the version, a line for each value, an empty line (ADR-4 of NATS).</summary>
internal static class HeaderBlock
{
    private const string Version = "NATS/1.0";

    /// <summary>The headers as bytes.</summary>
    /// <exception cref="ArgumentException">A name or a value would break out of its line.</exception>
    public static byte[] Encode(NatsHeaders headers)
    {
        var text = new StringBuilder(Version).Append("\r\n");
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                if (name.Length == 0 || name.AsSpan().IndexOfAny(":\r\n ") >= 0 || value.AsSpan().IndexOfAny('\r', '\n') >= 0)
                {
                    throw new ArgumentException($"the header '{name}' cannot be written", nameof(headers));
                }

                text.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.Append("\r\n").ToString());
    }

    /// <summary>Reads headers, and the status that the server's own messages have in the first line.</summary>
    /// <exception cref="NatsProtocolViolationException">They are none.</exception>
    public static (NatsHeaders Headers, int Status) Decode(ReadOnlySpan<byte> bytes)
    {
        var lines = Encoding.UTF8.GetString(bytes).Split("\r\n");
        if (!lines[0].StartsWith(Version, StringComparison.Ordinal))
        {
            throw new NatsProtocolViolationException("the headers of a message are of another version");
        }

        var status = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var headers = new NatsHeaders();
        foreach (var line in lines.Skip(1))
        {
            if (line.Split(':', 2) is [var name, var value])
            {
                headers[name] = StringValues.Concat(headers[name], value.Trim());
            }
        }

        return (headers, status.Length > 1 && int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0);
    }
}
#endif
