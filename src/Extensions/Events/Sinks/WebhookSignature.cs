#if EXT_EVENTS
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Zot.Configuration.Extensions;

namespace Zot.Extensions.Events.Sinks;

/// <summary>Signs deliveries, so that receivers can verify their origin and integrity.</summary>
/// <param name="options">The secret, and the previous one during a rotation.</param>
/// <param name="time">The clock of the attempts.</param>
/// <remarks>
/// Standard Webhooks 1.0. The timestamp is that of the attempt, so that receivers can reject stale requests.
/// </remarks>
internal sealed class WebhookSignature(SigningOptions options, TimeProvider time)
{
    private readonly byte[][] _secrets =
    [
        .. new[] { options.Secret, options.PreviousSecret }
            .Where(static secret => secret is { Length: > 0 })
            .Select(static secret => SigningOptions.BytesOf(secret!)),
    ];

    /// <summary>Signs a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="id">The id of the message; must not contain a dot.</param>
    /// <param name="body">The body, exactly as it is sent.</param>
    public void Sign(HttpRequestMessage request, string id, ReadOnlySpan<byte> body)
    {
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));

        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", string.Join(' ', _secrets.Select(secret =>
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret, signed))}")));
    }
}
#endif
