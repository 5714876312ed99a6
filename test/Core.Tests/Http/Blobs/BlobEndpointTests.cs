using System.Net;
using System.Security.Cryptography;
using System.Text;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Blobs;

public sealed class BlobEndpointTests
{
    private const string Unknown = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(262_144, true)]
    [InlineData(1_000_001, false)]
    [InlineData(3_000_001, true)]
    public async Task Get_blob_sends_every_byte(int length, bool asFile)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.BlobsAreFiles = asFile;
        var content = RandomNumberGenerator.GetBytes(length);
        var blob = server.Registry.AddBlob("lib/app", content);

        using var answer = await server.SendAsync("GET", $"/v2/lib/app/blobs/{blob.Digest}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Equal("application/octet-stream", answer.Header("Content-Type"));
        Assert.Equal(blob.Digest.ToString(), answer.Header("Docker-Content-Digest"));
        Assert.Equal($"\"{blob.Digest}\"", answer.Header("ETag"));
        Assert.Equal("bytes", answer.Header("Accept-Ranges"));
        Assert.Null(answer.Header("Server"));
    }

    [Fact]
    public async Task Head_blob_sends_its_headers()
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[42], DigestAlgorithm.Sha512, "application/vnd.test");

        using var answer = await server.SendAsync("HEAD", $"/v2/app/blobs/{blob.Digest}");

        Assert.Equal((HttpStatusCode.OK, 42L), (answer.StatusCode, answer.Content.Headers.ContentLength));
        Assert.Equal("application/vnd.test", answer.Header("Content-Type"));
        Assert.Equal(blob.Digest.ToString(), answer.Header("Docker-Content-Digest"));
        Assert.Equal("bytes", answer.Header("Accept-Ranges"));
        Assert.Equal("default-src 'none'; sandbox", answer.Header("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Request_for_an_unknown_blob_is_404(string method)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(method, $"/v2/app/blobs/{Unknown}");

        var detail = await answer.AssertRefusedAsync(HttpStatusCode.NotFound, "BLOB_UNKNOWN");
        Assert.Equal(Unknown, detail.GetProperty("digest").GetString());
    }

    [Fact]
    public async Task Head_of_an_unknown_blob_is_404_without_a_body()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("HEAD", $"/v2/app/blobs/{Unknown}");

        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.TextAsync()));
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.BadRequest, "DIGEST_INVALID")]
    [InlineData("DELETE", HttpStatusCode.NotFound, "BLOB_UNKNOWN")]
    public async Task Request_for_an_invalid_digest_is_rejected(string method, HttpStatusCode status, string code)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(method, "/v2/app/blobs/sha256:nonsense");

        await answer.AssertRefusedAsync(status, code);
    }

    [Fact]
    public async Task Delete_of_a_blob_is_202_and_405_if_it_is_in_use()
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", [1]);
        var manifest = server.Registry.AddManifest("app", "v1");

        using var deleted = await server.SendAsync("DELETE", $"/v2/app/blobs/{blob.Digest}");
        using var refused = await server.SendAsync("DELETE", $"/v2/app/blobs/{manifest.Digest}");

        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        await refused.AssertRefusedAsync(HttpStatusCode.MethodNotAllowed, "DENIED");
    }

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("W/\"{0}\"")]
    [InlineData("\"other\", \"{0}\"")]
    [InlineData("*")]
    public async Task Get_of_content_that_the_client_has_is_304(string condition)
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[10]);
        var header = ("If-None-Match", string.Format(null, condition, blob.Digest));

        using var get = await server.SendAsync("GET", $"/v2/app/blobs/{blob.Digest}", null, header);
        using var head = await server.SendAsync("HEAD", $"/v2/app/blobs/{blob.Digest}", null, header);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (get.StatusCode, head.StatusCode));
        Assert.Equal($"\"{blob.Digest}\"", get.Header("ETag"));
        Assert.Empty(await get.TextAsync());
    }

    [Fact]
    public async Task Get_with_another_entity_tag_is_200()
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[10]);

        using var answer = await server.SendAsync(
            "GET", $"/v2/app/blobs/{blob.Digest}", null, ("If-None-Match", $"\"{Unknown}\""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("bytes=2-4", 2, 3)]
    [InlineData("bytes=95-", 95, 5)]
    [InlineData("bytes=-3", 97, 3)]
    [InlineData("bytes=0-1,2-4", 0, 5)]
    public async Task Get_of_one_range_is_206(string range, int start, int length)
    {
        await using var server = await RegistryServer.StartAsync();
        var content = RandomNumberGenerator.GetBytes(100);
        var blob = server.Registry.AddBlob("app", content);

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{blob.Digest}", null, ("Range", range));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(content[start..(start + length)], await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes {start}-{start + length - 1}/100", answer.Header("Content-Range"));
        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Equal(blob.Digest.ToString(), answer.Header("Docker-Content-Digest"));
    }

    [Fact]
    public async Task Get_of_several_ranges_is_multipart_with_the_exact_length()
    {
        await using var server = await RegistryServer.StartAsync();
        var content = Encoding.ASCII.GetBytes("0123456789abcdefghij");
        var blob = server.Registry.AddBlob("app", content, mediaType: "application/vnd.test");

        using var answer = await server.SendAsync(
            "GET", $"/v2/app/blobs/{blob.Digest}", null, ("Range", "bytes=18-, 0-1, 5-6"));

        var body = await answer.TextAsync();
        var boundary = answer.Content.Headers.ContentType!.Parameters.Single(parameter => parameter.Name == "boundary").Value;
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal("multipart/byteranges", answer.Content.Headers.ContentType.MediaType);
        Assert.Equal(body.Length, answer.Content.Headers.ContentLength);
        Assert.Equal(
            $"--{boundary}\r\nContent-Type: application/vnd.test\r\nContent-Range: bytes 0-1/20\r\n\r\n01\r\n"
            + $"--{boundary}\r\nContent-Type: application/vnd.test\r\nContent-Range: bytes 5-6/20\r\n\r\n56\r\n"
            + $"--{boundary}\r\nContent-Type: application/vnd.test\r\nContent-Range: bytes 18-19/20\r\n\r\nij\r\n"
            + $"--{boundary}--\r\n",
            body);
    }

    [Theory]
    [InlineData("bytes=100-")]
    [InlineData("bytes=5-1")]
    [InlineData("bytes=x")]
    public async Task Get_of_an_unsatisfiable_range_is_416_with_the_size(string range)
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[100]);

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{blob.Digest}", null, ("Range", range));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, answer.StatusCode);
        Assert.Equal("bytes */100", answer.Header("Content-Range"));
        Assert.Empty(await answer.TextAsync());
    }

    [Theory]
    [InlineData("Range", "lines=1-2", "X-None", "x")]
    [InlineData("Range", "bytes=1-2", "If-Range", "\"sha256:other\"")]
    [InlineData("Range", "bytes=1-2", "If-Range", "Wed, 21 Oct 2015 07:28:00 GMT")]
    public async Task Inapplicable_range_sends_the_whole_blob(string name, string value, string condition, string of)
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[100]);

        using var answer = await server.SendAsync(
            "GET", $"/v2/app/blobs/{blob.Digest}", null, (name, value), (condition, of));

        Assert.Equal((HttpStatusCode.OK, 100L), (answer.StatusCode, answer.Content.Headers.ContentLength));
    }

    [Fact]
    public async Task Get_of_a_range_with_a_matching_If_Range_is_206()
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[100]);

        using var answer = await server.SendAsync(
            "GET", $"/v2/app/blobs/{blob.Digest}", null, ("Range", "bytes=1-2"), ("If-Range", $"\"{blob.Digest}\""));

        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
    }

    [Theory]
    [InlineData(16 * 1024)]
    [InlineData((16 * 1024) + 1)]
    [InlineData(256 * 1024)]
    [InlineData((16 + 256) * 1024)]
    [InlineData(((16 + 256) * 1024) + 1)]
    [InlineData(1_000_003)]
    public async Task Get_of_many_pieces_sends_each_byte_once(int length)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.BlobsAreFiles = true;
        var content = new byte[length];
        new Random(length).NextBytes(content);
        var blob = server.Registry.AddBlob("app", content);

        var whole = await server.Client.GetByteArrayAsync($"/v2/app/blobs/{blob.Digest}", TestContext.Current.CancellationToken);
        var part = await server.SendAsync("GET", $"/v2/app/blobs/{blob.Digest}", null, ("Range", $"bytes=1-{length - 2}"));

        Assert.Equal(content, whole);
        Assert.Equal(content[1..^1], await part.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, 5000)]
    [InlineData(false, 5000)]
    [InlineData(true, 500_000)]
    [InlineData(false, 500_000)]
    public async Task Get_of_a_truncated_blob_never_looks_complete(bool asFile, int length)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.BlobsAreFiles = asFile;
        server.Registry.Missing = 1;
        var blob = server.Registry.AddBlob("app", new byte[length]);

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            async () => await server.Client.GetByteArrayAsync($"/v2/app/blobs/{blob.Digest}"));

        Assert.Contains(server.Logs.Entries, entry => entry.Message.StartsWith("blob truncated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_of_a_blob_of_type_HTML_is_marked_inert()
    {
        await using var server = await RegistryServer.StartAsync();
        var blob = server.Registry.AddBlob("app", new byte[5], mediaType: "text/html");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{blob.Digest}");

        Assert.Equal(("default-src 'none'; sandbox", "nosniff"), (answer.Header("Content-Security-Policy"), answer.Header("X-Content-Type-Options")));
    }
}
