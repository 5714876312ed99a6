#if EXT_SYNC
using System.Text.Json;
using Zot.Client.Distribution;

namespace Zot.Extensions.Sync.Credentials.Google;

/// <summary>
/// Requests access tokens with the application default credentials of Google Cloud: a file, or the metadata server of
/// the machine.
/// </summary>
/// <param name="environment">Returns an environment variable.</param>
/// <param name="client">Sends requests.</param>
/// <param name="localClient">Sends requests to the metadata server.</param>
/// <param name="time">The clock.</param>
internal sealed class GoogleSource(
    Func<string, string?> environment, TokenClient client, TokenClient localClient, TimeProvider time)
        : ICredentialSource
{
    private const string User = "oauth2accesstoken";
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform.read-only";
    private const string TokenUrl = "https://oauth2.googleapis.com/token";
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string MachinePath = "/computeMetadata/v1/instance/service-accounts/default/token";
    private const int MaxLength = 64 * 1024;

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<ExpiringCredentials> RequestAsync(CancellationToken stop)
    {
        var start = time.GetUtcNow();
        using var answer = FindFile() is { } file
            ? await ExchangeAsync(file, start, stop)
            : await AskMachineAsync(stop);
        var token = JsonTexts.Require(answer.RootElement, "access_token", "the response of Google");
        var life = JsonTexts.FindLife(answer.RootElement, "expires_in") ?? Life;
        return new ExpiringCredentials(RemoteCredentials.ForUser(User, token), start + life);
    }

    private string? FindFile()
    {
        if (environment("GOOGLE_APPLICATION_CREDENTIALS") is { Length: > 0 } given)
        {
            return given;
        }

        var folder = environment("CLOUDSDK_CONFIG") is { Length: > 0 } configured
            ? configured
            : Path.Combine(environment("HOME") ?? "", ".config", "gcloud");
        var file = Path.Combine(folder, "application_default_credentials.json");
        return File.Exists(file) ? file : null;
    }

    private async Task<JsonDocument> ExchangeAsync(string path, DateTimeOffset now, CancellationToken stop)
    {
        using var document = JsonTexts.Parse(BoundedFile.Read(path, MaxLength), path);
        var file = document.RootElement;
        var fields = JsonTexts.Find(file, "type") switch
        {
            "service_account" => AccountFields(file, path, now),
            "authorized_user" => UserFields(file, path),
            _ => throw new InvalidDataException($"{path} has another type than service_account or authorized_user"),
        };
        using var form = new FormUrlEncodedContent(fields);
        using var request = new HttpRequestMessage(HttpMethod.Post, UrlIn(file, path)) { Content = form };
        return await client.SendAsync(request, stop);
    }

    private async Task<JsonDocument> AskMachineAsync(CancellationToken stop)
    {
        var host = environment("GCE_METADATA_HOST") is { Length: > 0 } given ? given : "metadata.google.internal";
        var address = $"http://{host}{MachinePath}?scopes={Uri.EscapeDataString(Scope)}";
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Metadata-Flavor", "Google");
        return await localClient.SendAsync(request, stop);
    }

    private static Dictionary<string, string> AccountFields(JsonElement file, string path, DateTimeOffset now)
    {
        var account = JsonTexts.Require(file, "client_email", path);
        var key = JsonTexts.Require(file, "private_key", path);
        var assertion = JsonWebToken.Sign("RS256", key, JsonTexts.Find(file, "private_key_id"), json =>
        {
            json.WriteString("iss", account);
            json.WriteString("scope", Scope);
            json.WriteString("aud", UrlIn(file, path).OriginalString);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
        });
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = JwtBearer,
            ["assertion"] = assertion,
        };
    }

    private static Dictionary<string, string> UserFields(JsonElement file, string path) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = "refresh_token",
        ["client_id"] = JsonTexts.Require(file, "client_id", path),
        ["client_secret"] = JsonTexts.Require(file, "client_secret", path),
        ["refresh_token"] = JsonTexts.Require(file, "refresh_token", path),
    };

    private static Uri UrlIn(JsonElement file, string path) =>
        Uri.TryCreate(JsonTexts.Find(file, "token_uri") ?? TokenUrl, UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https"
            ? url
            : throw new InvalidDataException($"{path} has an invalid token_uri");
}
#endif
