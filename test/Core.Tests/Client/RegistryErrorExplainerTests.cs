using System.Net;
using System.Text;
using Xunit;
using Zot.Client;
using Zot.Client.Commands;

namespace Zot.Core.Tests.Client;

public sealed class RegistryErrorExplainerTests
{
    private static readonly RequestedRoute Wanted = new("events", "they are disabled");

    [Theory]
    [InlineData(401, "", null, "requires authentication: specify --user")]
    [InlineData(401, "", "bob", "rejected the credentials of 'bob'")]
    [InlineData(403, "", "bob", "'bob' is not authorized")]
    [InlineData(404, "404 page not found", null, "has no events")]
    [InlineData(405, "", null, "has no events")]
    [InlineData(404, """{"errors":[{"code":"UNSUPPORTED","message":"sink must be one of: hook"}]}""", null, "sink must be one of: hook")]
    [InlineData(400, """{"errors":[{"code":"UNSUPPORTED","message":"sink is missing"}]}""", null, "sink is missing")]
    [InlineData(307, "", null, "responded with a redirect (307)")]
    [InlineData(200, "<html>", null, "not a registry with events")]
    [InlineData(200, "[]", null, "not a registry with events")]
    public void Unexpected_response_is_explained(int status, string body, string? user, string part)
    {
        var refusal = new RegistryErrorExplainer("http://reg.example", user, Wanted).Explain(Answer(status, body));

        Assert.IsType<CommandException>(refusal);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    public void Temporary_failure_counts_as_no_response(int status) =>
        Assert.IsType<RegistryUnavailableException>(new RegistryErrorExplainer("http://reg.example", user: null, Wanted).Explain(Answer(status, "")));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "is the registry running?")]
    [InlineData(HttpRequestError.NameResolutionError, "host not found")]
    public void Missing_response_is_explained(HttpRequestError error, string part) => Assert.Contains(
        part,
        new RegistryErrorExplainer("http://reg.example", user: null, Wanted).Explain(new HttpRequestException(error, "no")).Message,
        StringComparison.Ordinal);

    private static RegistryAnswer Answer(int status, string body) => new((HttpStatusCode)status, Encoding.UTF8.GetBytes(body));
}
