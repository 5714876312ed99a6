namespace Zot.BlackBox.Extensions;

/// <summary>What a receiver does: it sends bytes, and closes the connection or leaves it open.</summary>
internal sealed record RawAnswer(string Bytes, bool StaysOpen = false)
{
    /// <summary>The event is taken.</summary>
    public static readonly RawAnswer Ok = Status("204 No Content");

    /// <summary>Nothing at all, for ever.</summary>
    public static readonly RawAnswer Silence = new("", StaysOpen: true);

    /// <summary>Half a status line, and the end.</summary>
    public static readonly RawAnswer HalfALine = new("HTTP/1.1 20");

    /// <summary>A failure with half of its body, and the end.</summary>
    public static readonly RawAnswer HalfABody = new("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 5000\r\n\r\nsorry");

    /// <summary>A failure with half of its body, and nothing more.</summary>
    public static readonly RawAnswer EndlessBody = HalfABody with { StaysOpen = true };

    /// <summary>Success with half of its body, and nothing more.</summary>
    public static readonly RawAnswer OkWithEndlessBody = new("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nthank", StaysOpen: true);

    /// <summary>A status without a body.</summary>
    public static RawAnswer Status(string status, params string[] headers) =>
        new($"HTTP/1.1 {string.Join("\r\n", [status, .. headers])}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    /// <summary>A refusal that repeats what it was sent.</summary>
    public static RawAnswer Echo(RawEvent attempt)
    {
        var body = string.Join("\r\n", attempt.Headers.Select(static header => $"{header.Key}={header.Value}"));
        return new($"HTTP/1.1 400 Bad Request\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}");
    }

    /// <summary>One of those above, by its name, or a status.</summary>
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
