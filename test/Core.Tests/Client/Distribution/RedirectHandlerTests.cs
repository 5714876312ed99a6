using System.Net;
using System.Net.Http.Headers;
using Xunit;
using Zot.Client.Distribution;

namespace Zot.Core.Tests.Client.Distribution;

public sealed class RedirectHandlerTests
{
    [Fact]
    public async Task Redirect_from_https_to_http_is_rejected()
    {
        var inner = new Redirecting("http://registry/blob?signature=secret");

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => SendAsync(inner, HttpMethod.Get));

        Assert.Equal(("registry", RemoteFailure.Invalid), (failure.Host, failure.Kind));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Single(inner.Requests);
    }

    [Fact]
    public async Task Redirected_request_keeps_its_range_and_drops_its_authorization()
    {
        var inner = new Redirecting("//storage/blob");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(inner, HttpMethod.Get)).StatusCode);

        var (url, range, authorization) = inner.Requests[1];
        Assert.Equal(("https://storage/blob", "bytes=5-", null), (url, range, authorization));
    }

    [Fact]
    public async Task Redirect_of_a_write_is_not_followed()
    {
        var inner = new Redirecting("/other");

        Assert.Equal(HttpStatusCode.TemporaryRedirect, (await SendAsync(inner, HttpMethod.Put)).StatusCode);

        Assert.Single(inner.Requests);
    }

    private static async Task<HttpResponseMessage> SendAsync(Redirecting inner, HttpMethod method)
    {
        using var client = new HttpMessageInvoker(new RedirectHandler(inner));
        using var request = new HttpRequestMessage(method, "https://registry/v2/");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "secret");
        request.Headers.Range = new RangeHeaderValue(5, to: null);
        return await client.SendAsync(request, default);
    }

    private sealed class Redirecting(string location) : HttpMessageHandler
    {
        public List<(string Url, string Range, string? Authorization)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add((request.RequestUri!.AbsoluteUri, request.Headers.Range!.ToString(), request.Headers.Authorization?.ToString()));
            var answer = new HttpResponseMessage(Requests.Count == 1 ? HttpStatusCode.TemporaryRedirect : HttpStatusCode.OK);
            answer.Headers.TryAddWithoutValidation("Location", location);
            return Task.FromResult(answer);
        }
    }
}
