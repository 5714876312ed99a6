using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Zot.Auth.ApiKeys;
using Zot.Hosting.Routes;
using Zot.Http.Access;
using Zot.Http.Logs;

namespace Zot.Http.Account;

/// <summary>Creates, lists and removes the API keys of the user who sends the request.</summary>
/// <param name="current">The API key store; <see langword="null"/> while API keys are disabled.</param>
/// <param name="time">The clock.</param>
public sealed class ApiKeyEndpoint(Func<IApiKeyStore?> current, TimeProvider time)
{
    /// <summary>The path of the route.</summary>
    public const string Path = "/zot/auth/apikey";

    private const int MaxBody = 8 * 1024;

    // Go's zero time.
    private const string Never = "0001-01-01T00:00:00Z";

    /// <summary>Creates the route, for authenticated users.</summary>
    public ExtensionRoute CreateRoute() => new(
        Path, [HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete], HandleAsync)
    {
        Access = RouteAccess.Authenticated,
    };

    private Task HandleAsync(HttpContext context)
    {
        if (current() is not { } keys)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var access = context.AccessControl();
        if (access.IsAnonymous)
        {
            // Without authentication there are no users who could own keys.
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return context.Request.Method switch
        {
            "POST" => CreateAsync(context),
            "DELETE" => RemoveAsync(context, keys, access.Username),
            _ => ListAsync(context, keys, access.Username),
        };
    }

    private async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context.Request.Body, context.RequestAborted) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var now = time.GetUtcNow();
        if (ApiKeyRequest.Parse(body, now) is not { } asked)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // The body may take long to arrive: the current user, credentials and configuration decide.
        var user = await CommitCheck.Of(context).RenewUserAsync();
        if (current() is not { } keys)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var secret = ApiKeySecret.Create();
        var key = new ApiKey(Guid.NewGuid().ToString(), user.Name, now)
        {
            Label = asked.Label,
            Scopes = asked.Scopes,
            Expires = Earlier(asked.Expires, user.Expires),
            CreatorUserAgent = ClientText.Bounded(context.Request.Headers.UserAgent.ToString()),
        };
        await keys.AddAsync(ApiKeySecret.Hash(secret)!, key, context.RequestAborted);
        await WriteAsync(context, json => Write(json, key, now, secret), StatusCodes.Status201Created);
    }

    // A key created with an expiring key must not outlive it.
    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private async Task ListAsync(HttpContext context, IApiKeyStore keys, string user)
    {
        var now = time.GetUtcNow();
        var all = await keys.ListAsync(user, context.RequestAborted);
        await WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("apiKeys"u8);
            foreach (var key in all)
            {
                Write(json, key, now, secret: null);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task RemoveAsync(HttpContext context, IApiKeyStore keys, string user)
    {
        if (context.Request.Query["id"] is [{ Length: > 0 } id])
        {
            await keys.RemoveAsync(user, id, context.RequestAborted);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
        }
    }

    // Returns null if the body is too long.
    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxBody + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length > MaxBody ? default(ReadOnlyMemory<byte>?) : bytes.AsMemory(0, length); // null would be empty
    }

    private static void Write(Utf8JsonWriter json, ApiKey key, DateTimeOffset now, string? secret)
    {
        json.WriteStartObject();
        json.WriteString("createdAt"u8, Time(key.Created));
        json.WriteString("expirationDate"u8, Time(key.Expires));
        json.WriteBoolean("isExpired"u8, key.IsExpired(now));
        json.WriteString("creatorUa"u8, key.CreatorUserAgent);
        json.WriteString("generatedBy"u8, "manual"u8);
        json.WriteString("lastUsed"u8, Time(key.LastUsed));
        json.WriteString("label"u8, key.Label);
        json.WriteStartArray("scopes"u8);
        foreach (var scope in key.Scopes)
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteString("uuid"u8, key.Id);
        if (secret is not null)
        {
            json.WriteString("apiKey"u8, secret);
        }

        json.WriteEndObject();
    }

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture) ?? Never;

    private static Task WriteAsync(
        HttpContext context, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, write, status);
    }
}
