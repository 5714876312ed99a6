using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Http.Requests;

namespace Zot.Core.Tests.Http;

/// <summary>A redirect leads to a path of this registry, never to another host.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData("/\\evil.example//x", "/%5Cevil.example/x")]
    [InlineData("//evil.example/x", "/evil.example/x")]
    [InlineData("///evil.example", "/evil.example")]
    [InlineData("/\\\\evil.example/./", "/%5C%5Cevil.example/")]
    [InlineData("/.//\\evil.example", "/%5Cevil.example")]
    [InlineData("/a/..//\\evil.example", "/%5Cevil.example")]
    [InlineData("/..//evil.example", "/evil.example")]
    [InlineData("/\t/evil.example", null)]
    [InlineData("/\t//evil.example", "/%09/evil.example")]
    [InlineData("/x//?a=\"<b>\\", "/x/?a=%22%3Cb%3E%5C")]
    [InlineData("/v2//_catalog?n=1", "/v2/_catalog?n=1")]
    [InlineData("/v2/%2e%2e//x", "/v2/%2e%2e/x")]
    [InlineData("/v2/", null)]
    [InlineData("http://evil.example//x", null)]
    public void Redirect_contains_no_host(string target, string? location)
    {
        var redirect = CleanPath.Redirect(target);

        Assert.Equal(location, redirect);
        Assert.True(redirect is null || (redirect[0] == '/' && (redirect.Length == 1 || redirect[1] is not ('/' or '\\'))));
    }

    [Fact]
    public async Task Redirect_of_a_backslash_stays_on_this_host()
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendRawAsync("GET /\\evil.example//x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        Assert.Contains("Location: /%5Cevil.example/x\r\n", answer, StringComparison.Ordinal);
    }
}
