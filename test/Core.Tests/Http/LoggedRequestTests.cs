using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Http.Logs;

namespace Zot.Core.Tests.Http;

/// <summary>Credentials are never logged, whatever their header or parameter is called.</summary>
public sealed class LoggedRequestTests
{
    /// <summary>
    /// Credential headers of products that are deployed in front of registries, or of registry clients.
    /// </summary>
    public static TheoryData<string> SecretHeaders =>
    [
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "Authentication", "X-Registry-Auth", "X-Registry-Config",
        "X-Goog-Iap-Jwt-Assertion", "Cf-Access-Jwt-Assertion", "X-Amzn-Oidc-Data", "X-Amzn-Oidc-Accesstoken", "X-Forwarded-Client-Cert",
        "X-Auth-Token", "X-Auth-Request-Access-Token", "X-Forwarded-Access-Token", "X-Vault-Token", "Private-Token", "Job-Token",
        "X-Ms-Token-Aad-Id-Token", "X-Csrf-Token", "Ssl-Client-Cert", "Referer", "X-Anything-Else",
    ];

    [Theory]
    [MemberData(nameof(SecretHeaders))]
    public void Headers_that_are_not_allowlisted_are_masked(string name)
    {
        var logged = LoggedHeaders.Of(new HeaderDictionary { [name.ToUpperInvariant()] = new(["secret one", "secret two"]) });

        Assert.Equal(["******"], Assert.Single(logged).Value);
    }

    [Theory]
    [InlineData("User-Agent", "docker/1")]
    [InlineData("accept", "a/b")]
    [InlineData("Content-Range", "0-1")]
    public void Allowlisted_headers_are_logged(string name, string value) =>
        Assert.Equal([value], LoggedHeaders.Of(new HeaderDictionary { [name] = value })[name]);

    [Theory]
    [InlineData("?n=1&last=b", "?n=1&last=b")]
    [InlineData("?access_token=secret", "?access_token=******")]
    [InlineData("?password=secret&n=2", "?password=******&n=2")]
    [InlineData("?digest=sha256:1&sig=secret==", "?digest=sha256:1&sig=******")]
    [InlineData("?secret", "?******")]
    [InlineData("?N=secret", "?N=******")]
    [InlineData("?%6e=secret", "?%6e=******")]
    [InlineData("?n=1&&token=secret&", "?n=1&&token=******&")]
    [InlineData("?a=b=secret", "?a=******")]
    [InlineData("?", "")]
    public void Query_values_of_unknown_keys_are_masked(string query, string logged)
    {
        var context = new DefaultHttpContext { Request = { Path = "/v2/", QueryString = new QueryString(query) } };

        Assert.Equal("/v2/" + logged, LoggedTarget.Of(context));
    }

    [Theory]
    [InlineData('a')]
    [InlineData('\u00fc')]
    [InlineData('\u20ac')]
    public void Client_text_is_bounded_in_bytes(char letter)
    {
        foreach (var length in new[] { 1, 300, 341, 342, 512, 513, 1024, 1025, 60_000 })
        {
            var bounded = ClientText.Bounded(new string(letter, length));

            Assert.InRange(Encoding.UTF8.GetByteCount(bounded), 1, ClientText.MaxValueBytes);
            Assert.Equal(length * Encoding.UTF8.GetByteCount($"{letter}") > ClientText.MaxValueBytes, bounded.EndsWith('…'));
        }
    }

    [Fact]
    public void Text_is_truncated_between_characters() =>
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 255)) + "…", ClientText.Bounded(string.Concat(Enumerable.Repeat("\U0001F600", 1000))));
}
