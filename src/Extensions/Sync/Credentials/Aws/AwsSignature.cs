#if EXT_SYNC
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>Signs requests to AWS: Signature Version 4, for a POST request to the root of a service.</summary>
internal static class AwsSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Formats the time of a request for its header <c>X-Amz-Date</c>.</summary>
    public static string TimeOf(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Returns the header <c>Authorization</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="region">The region.</param>
    /// <param name="service">The name of the service.</param>
    /// <param name="headers">The signed headers, in lower case; with <c>host</c> and <c>x-amz-date</c>.</param>
    /// <param name="body">The body.</param>
    public static string Sign(
        AwsKey key, string region, string service, SortedDictionary<string, string> headers, byte[] body)
    {
        var time = headers["x-amz-date"];
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var names = string.Join(';', headers.Keys);
        var lines = string.Concat(headers.Select(static header => $"{header.Key}:{header.Value.Trim()}\n"));
        var request = $"POST\n/\n\n{lines}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)));
        var signed = $"{Algorithm}\n{time}\n{scope}\n{digest}";
        var secret = Encoding.UTF8.GetBytes($"AWS4{key.Secret}");
        foreach (var part in scope.Split('/'))
        {
            secret = Hash(secret, part);
        }

        var signature = Convert.ToHexStringLower(Hash(secret, signed));
        return $"{Algorithm} Credential={key.Id}/{scope}, SignedHeaders={names}, Signature={signature}";
    }

    private static byte[] Hash(byte[] secret, string text) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text));
}
#endif
