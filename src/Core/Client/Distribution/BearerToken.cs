using System.Buffers;

namespace Zot.Client.Distribution;

/// <summary>A token of a token service.</summary>
/// <param name="Value">The token.</param>
/// <param name="Expires">The time after which it is not used.</param>
internal sealed record BearerToken(string Value, DateTimeOffset Expires)
{
    // A header of a common server has at most 8 KiB; tokens of some services are larger, of none that large.
    private const int MaxLength = 64 * 1024;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=");

    /// <summary>Returns whether a text can be a token (RFC 6750, section 2.1), and is safe in a header.</summary>
    public static bool IsWellFormed(string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>Returns a text without the token.</summary>
    public override string ToString() => "token";
}
