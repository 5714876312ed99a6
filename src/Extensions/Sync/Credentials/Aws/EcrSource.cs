#if EXT_SYNC
using System.Buffers;
using System.Text;
using System.Text.Json;
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials.Aws;

/// <summary>Requests passwords for registries of Amazon ECR.</summary>
/// <param name="registry">
/// The URL of the registry: <c>https://&lt;account&gt;.dkr.ecr.&lt;region&gt;.amazonaws.com</c>.
/// </param>
/// <param name="keys">Finds the key.</param>
/// <param name="client">Sends requests.</param>
/// <param name="environment">Returns an environment variable.</param>
/// <param name="time">The clock.</param>
internal sealed class EcrSource(
    Uri registry, AwsKeyChain keys, TokenClient client, Func<string, string?> environment, TimeProvider time)
        : ICredentialSource
{
    private const string Target = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
    private const string ContentType = "application/x-amz-json-1.1";
    private const int MinParts = 6;

    private static readonly TimeSpan DefaultLife = TimeSpan.FromHours(12);
    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <inheritdoc/>
    public async Task<ExpiringCredentials> RequestAsync(CancellationToken stop)
    {
        var parts = registry.Host.Split('.');
        if (parts.Length < MinParts
            || Array.Exists(parts, static part => part.Length == 0 || part.AsSpan().ContainsAnyExcept(NameLetters)))
        {
            throw new InvalidDataException(
                $"{registry.Authority} is not the host of a registry of ECR, <account>.dkr.ecr.<region>.amazonaws.com");
        }

        var (account, region, domain) = (parts[0], parts[3], string.Join('.', parts[4..]));
        var key = await keys.GetAsync(Endpoint("STS", $"sts.{region}.{domain}"), stop);
        using var request = CreateRequest(Endpoint("ECR", $"api.ecr.{region}.{domain}"), account, region, key);
        using var answer = await client.SendAsync(request, stop);
        return Parse(answer.RootElement, $"the response of {request.RequestUri!.Authority}");
    }

    private Uri Endpoint(string service, string host)
    {
        var address = environment($"AWS_ENDPOINT_URL_{service}") is { Length: > 0 } one ? one
            : environment("AWS_ENDPOINT_URL") is { Length: > 0 } all ? all
            : $"https://{host}/";
        return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new Uri(url, "/")
            : throw new InvalidDataException("AWS_ENDPOINT_URL must be an http or https URL");
    }

    private HttpRequestMessage CreateRequest(Uri endpoint, string account, string region, AwsKey key)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"registryIds":["{{account}}"]}""");
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = ContentType,
            ["host"] = endpoint.Authority,
            ["x-amz-date"] = AwsSignature.TimeOf(time.GetUtcNow()),
            ["x-amz-target"] = Target,
        };
        if (key.SessionToken is { Length: > 0 } token)
        {
            headers["x-amz-security-token"] = token;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        request.Headers.TryAddWithoutValidation("Authorization", AwsSignature.Sign(key, region, "ecr", headers, body));
        foreach (var (name, value) in headers)
        {
            if (name.StartsWith("x-amz-", StringComparison.Ordinal))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private ExpiringCredentials Parse(JsonElement answer, string source)
    {
        var data = answer.TryGetProperty("authorizationData", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().FirstOrDefault()
            : default;
        var encoded = JsonTexts.Require(data, "authorizationToken", source);
        var buffer = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, buffer, out var length)
            || Encoding.UTF8.GetString(buffer.AsSpan(0, length)).Split(':', 2) is not [var user, var password])
        {
            throw new InvalidDataException($"{source} has an invalid authorizationToken");
        }

        // Seconds since 1970, with a fraction.
        var expires = data.TryGetProperty("expiresAt", out var end) && end.ValueKind == JsonValueKind.Number
            && end.TryGetDouble(out var seconds)
            && seconds is > 0 and < 253_402_300_799
                ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
                : time.GetUtcNow() + DefaultLife;
        return new ExpiringCredentials(RemoteCredentials.ForUser(user, password), expires);
    }
}
#endif
