using Zot.Configuration.Binding;

namespace Zot.Configuration.Extensions;

/// <summary>The signing of deliveries over HTTP: the section <c>signing</c> of a sink or an endpoint.</summary>
/// <remarks>
/// Standard Webhooks 1.0: HMAC-SHA256 in the headers webhook-id, webhook-timestamp and webhook-signature.
/// </remarks>
public sealed record SigningOptions : ISection<SigningOptions>
{
    private const string Prefix = "whsec_";
    private const int MinLength = 24;
    private const int MaxLength = 64;

    /// <summary>The signing secret: <c>whsec_</c> and 24 to 64 bytes in Base64. Required. A secret.</summary>
    public string? Secret { get; init; }

    /// <summary>
    /// The previous secret, which also signs deliveries until every receiver knows the new one. Default: none. A
    /// secret.
    /// </summary>
    public string? PreviousSecret { get; init; }

    /// <summary>Returns the bytes of a secret.</summary>
    /// <exception cref="FormatException">The text is not a signing secret.</exception>
    public static byte[] BytesOf(string secret) =>
        TryRead(secret, out var bytes) ? bytes : throw new FormatException("not a signing secret");

    static SigningOptions ISection<SigningOptions>.Read(Section section)
    {
        var defaults = new SigningOptions();
        return new SigningOptions
        {
            Secret = section.Secret(defaults.Secret),
            PreviousSecret = section.Secret(defaults.PreviousSecret),
        };
    }

    void ISection<SigningOptions>.Check(SectionRules rules)
    {
        const string Rule = "must be whsec_ followed by 24 to 64 bytes in Base64";
        rules.Check(TryRead(Secret, out _), Secret, Rule);
        rules.Check(PreviousSecret is null or "" || TryRead(PreviousSecret, out _), PreviousSecret, Rule);
    }

    private static bool TryRead(string? secret, out byte[] bytes)
    {
        bytes = [];
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var buffer = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[Prefix.Length..], buffer, out var length)
            || length is < MinLength or > MaxLength)
        {
            return false;
        }

        bytes = buffer[..length];
        return true;
    }
}
