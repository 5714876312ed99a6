namespace Zot.BlackBox.Extensions;

/// <summary>A response of a receiver: it sends bytes, and closes the connection or leaves it open.</summary>
internal sealed record RawAnswer(string Bytes, bool StaysOpen = false)
{
    /// <summary>Accepts the event.</summary>
    public static readonly RawAnswer Ok = Status("204 No Content");

    /// <summary>Never sends anything.</summary>
    public static readonly RawAnswer Silence = new("", StaysOpen: true);

    /// <summary>Sends half a status line, and closes.</summary>
    public static readonly RawAnswer HalfALine = new("HTTP/1.1 20");

    /// <summary>Sends a failure with half of its body, and closes.</summary>
    public static readonly RawAnswer HalfABody = new("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5000\r\n\r\nsorry");

    /// <summary>Sends a failure with half of its body, and stays open.</summary>
    public static readonly RawAnswer EndlessBody = HalfABody with { StaysOpen = true };

    /// <summary>Sends success with half of its body, and stays open.</summary>
    public static readonly RawAnswer OkWithEndlessBody = new("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nthank", StaysOpen: true);

    /// <summary>Sends a status without a body.</summary>
    public static RawAnswer Status(string status, params string[] headers) =>
        new($"HTTP/1.1 {string.Join("\r\n", [status, .. headers])}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <summary>Rejects the event, and echoes the request headers.</summary>
    public static RawAnswer Echo(RawEvent attempt)
    {
        var body = string.Join("\r\n", attempt.Headers.Select(static header => $"{header.Key}={header.Value}"));
        return new($"HTTP/1.1 400 Bad Request\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    /// <summary>Returns one of the responses above by name, or a status.</summary>
    public static RawAnswer Named(string name) => name switch
    {
        nameof(Silence) => Silence,
        nameof(HalfALine) => HalfALine,
        nameof(HalfABody) => HalfABody,
        nameof(EndlessBody) => EndlessBody,
        nameof(OkWithEndlessBody) => OkWithEndlessBody,
        _ => Status(name),
    };
}
