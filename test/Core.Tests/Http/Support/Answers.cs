using System.Net;
using System.Text.Json;
using Xunit;

namespace Zot.Core.Tests.Http.Support;

/// <summary>Assertions on responses.</summary>
internal static class Answers
{
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values)
            ? string.Join(',', values)
            : null;

    public static async Task<string> TextAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadAsStringAsync();

    /// <summary>Asserts that the response is an error in the list form, and returns its detail.</summary>
    public static async Task<JsonElement> AssertRefusedAsync(
        this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.TextAsync();
        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        var error = JsonDocument.Parse(text).RootElement.GetProperty("errors")[0];
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.NotEmpty(error.GetProperty("detail").GetProperty("description").GetString()!);
        return error.GetProperty("detail");
    }
}
