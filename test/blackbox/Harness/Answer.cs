using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Zot.BlackBox.Harness;

/// <summary>A response of a server, with its complete body.</summary>
internal sealed record Answer(string Request, int Status, Version Version, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The <c>Location</c> header.</summary>
    public string Location => Header("Location") ?? throw Unexpected("a Location");

    /// <summary>
    /// Returns a header, with multiple values joined by comma and space; <see langword="null"/> if it is missing.
    /// </summary>
    public string? Header(string name) =>
        Headers.NonValidated.TryGetValues(name, out var values) || ContentHeaders.NonValidated.TryGetValues(name, out values)
            ? string.Join(", ", values)
            : null;

    /// <summary>Fails unless the status is one of these.</summary>
    public Answer Expect(params int[] statuses) =>
        statuses.Contains(Status) ? this : throw Unexpected($"status {string.Join(" or ", statuses)}");

    /// <summary>Fails unless the header has this value; <see langword="null"/> expects no such header.</summary>
    public Answer ExpectHeader(string name, string? value) =>
        Header(name) == value ? this : throw Unexpected($"{name}: {value ?? "(missing)"}");

    /// <summary>Fails unless the body has these bytes.</summary>
    public Answer ExpectBody(byte[] body) =>
        Body.AsSpan().SequenceEqual(body) ? this : throw Unexpected($"another body of {body.Length} bytes");

    /// <summary>Fails unless there is no body.</summary>
    public Answer ExpectNoBody() => ExpectBody([]);

    /// <summary>Fails unless this is an error list of the specification whose first error has this code.</summary>
    /// <param name="status">The status.</param>
    /// <param name="code">The code.</param>
    /// <param name="detail">A key that the detail must have.</param>
    public Answer ExpectError(int status, string code, string? detail = null)
    {
        Expect(status).ExpectHeader("Content-Type", "application/json");
        var error = Json.GetProperty("errors").EnumerateArray().First();
        if (error.GetProperty("code").GetString() != code)
        {
            throw Unexpected($"code {code}");
        }

        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.All(error.GetProperty("detail").EnumerateObject(), member => Assert.Equal(JsonValueKind.String, member.Value.ValueKind));
        Assert.NotEmpty(error.GetProperty("detail").GetProperty("description").GetString()!);
        return detail is null || error.GetProperty("detail").TryGetProperty(detail, out _)
            ? this
            : throw Unexpected($"a detail '{detail}'");
    }

    private Xunit.Sdk.XunitException Unexpected(string expected) => new(
        $"{Request}\nexpected {expected}\nanswered {Status}\n{Headers}{ContentHeaders}\n{(Body.Length > 2000 ? $"({Body.Length} bytes)" : Text)}");
}
