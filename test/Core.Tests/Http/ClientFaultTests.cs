using System.Net;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;

namespace Zot.Core.Tests.Http;

/// <summary>Client errors are neither registry errors nor logged as such.</summary>
public sealed class ClientFaultTests
{
    [Theory]
    [InlineData("zz")]
    [InlineData("-1")]
    [InlineData("7fffffffffffffff")]
    [InlineData("fffffffffffffffffffffff")]
    [InlineData("5 5")]
    [InlineData("")]
    public async Task Chunk_of_an_impossible_size_is_400_without_a_stack_trace(string size)
    {
        await using var server = await RegistryServer.StartAsync();

        foreach (var head in new[] { $"PUT /v2/app/manifests/v1 HTTP/1.1\r\nContent-Type: {MediaTypes.OciManifest}", "POST /v2/app/blobs/uploads/?digest=" + Empty + " HTTP/1.1" })
        {
            var answer = await server.SendRawAsync($"{head}\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{size}\r\n{{}}\r\n0\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        }

        Assert.Empty(server.Logs.Of("panic recovered"));
    }

    [Theory]
    [InlineData("User-Agent: b\u00fcro")]
    [InlineData("X-Anything: \u00e9\u00ff")]
    [InlineData("Accept: \u00a0")]
    public async Task Header_value_in_Latin_1_is_opaque(string header)
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendLatin1Async($"GET /v2/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://registry.example/v2/", "other.example")]
    [InlineData("http://registry.example:5000/v2/", "registry.example")]
    public async Task Host_is_ignored_beside_a_target_in_absolute_form(string target, string host)
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/vnd.evil+xml")]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip")]
    [InlineData("text/html")]
    [InlineData("image/svg+xml")]
    [InlineData("application/octet-stream")]
    public async Task Content_of_users_is_inert_in_a_browser_whatever_its_type(string mediaType)
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", [1, 2, 3], mediaType: mediaType);
        var manifest = server.Registry.AddManifest("app", "v1");

        foreach (var path in new[] { $"/v2/app/blobs/{blob.Digest}", "/v2/app/manifests/v1", $"/v2/app/manifests/{manifest.Digest}" })
        {
            foreach (var method in new[] { "GET", "HEAD" })
            {
                using var answer = await server.SendAsync(method, path);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.Equal(("default-src 'none'; sandbox", "nosniff"), (answer.Header("Content-Security-Policy"), answer.Header("X-Content-Type-Options")));
            }
        }
    }

    [Theory]
    [InlineData("POST /v2/app/blobs/uploads/ HTTP/1.0\r\n", "202")]
    [InlineData("POST /v2/app/blobs/uploads/ HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n", "202")]
    [InlineData("POST /v2/app/blobs/uploads/ HTTP/1.0\r\ncontent-length: 0\r\n", "202")]
    [InlineData("POST /v2/app/blobs/uploads/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n", "202")]
    [InlineData("PUT /v2/ HTTP/1.0\r\n", "405")]
    [InlineData("GET /v2/ HTTP/1.0\r\n", "200")]
    public async Task HTTP_1_0_request_without_a_length_has_no_body(string head, string status)
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendRawAsync($"{head}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    private static string Empty => DigestAlgorithm.Sha256.Compute([]).ToString();
}
