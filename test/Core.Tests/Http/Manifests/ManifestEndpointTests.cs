using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;
using Zot.Configuration.Http;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Manifests;

public sealed class ManifestEndpointTests
{
    private const string Bad = "sha256:baddigeststring";

    private static readonly string Sha512 = DigestAlgorithm.Sha512.Compute("{}"u8).ToString();

    [Fact]
    public async Task Get_by_tag_and_by_digest_sends_the_exact_bytes()
    {
        await using var server = await RegistryServer.StartAsync();
        var manifest = server.Registry.AddManifest("lib/app", "v1", """{ "a": 1 }""");

        foreach (var reference in new[] { "v1", manifest.Digest.ToString() })
        {
            using var get = await server.SendAsync("GET", $"/v2/lib/app/manifests/{reference}");
            using var head = await server.SendAsync("HEAD", $"/v2/lib/app/manifests/{reference}");

            Assert.Equal("""{ "a": 1 }""", await get.TextAsync());
            foreach (var answer in new[] { get, head })
            {
                Assert.Equal((HttpStatusCode.OK, 10L), (answer.StatusCode, answer.Content.Headers.ContentLength));
                Assert.Equal(MediaTypes.OciManifest, answer.Header("Content-Type"));
                Assert.Equal(manifest.Digest.ToString(), answer.Header("Docker-Content-Digest"));
                Assert.Equal($"\"{manifest.Digest}\"", answer.Header("ETag"));
            }
        }
    }

    [Fact]
    public async Task Get_of_content_that_the_client_has_is_304()
    {
        await using var server = await RegistryServer.StartAsync();
        var manifest = server.Registry.AddManifest("app", "v1");
        var known = ("If-None-Match", $"\"{manifest.Digest}\"");

        using var get = await server.SendAsync("GET", "/v2/app/manifests/v1", null, known);
        using var head = await server.SendAsync("HEAD", "/v2/app/manifests/v1", null, known);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.NotModified), (get.StatusCode, head.StatusCode));
        Assert.Equal(manifest.Digest.ToString(), get.Header("Docker-Content-Digest"));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Request_for_an_unknown_manifest_distinguishes_unknown_repositories(string method)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.AddRepository("app");

        using var unknown = await server.SendAsync(method, "/v2/app/manifests/v1");
        using var invalid = await server.SendAsync(method, $"/v2/app/manifests/{Bad}");
        using var nowhere = await server.SendAsync(method, "/v2/other/manifests/v1");

        var detail = await unknown.AssertRefusedAsync(HttpStatusCode.NotFound, "MANIFEST_UNKNOWN");
        Assert.Equal("v1", detail.GetProperty("reference").GetString());
        await invalid.AssertRefusedAsync(HttpStatusCode.NotFound, "MANIFEST_UNKNOWN");
        detail = await nowhere.AssertRefusedAsync(HttpStatusCode.NotFound, "NAME_UNKNOWN");
        Assert.Equal("other", detail.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Head_of_an_unknown_manifest_is_404()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("HEAD", "/v2/app/manifests/v1");

        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.TextAsync()));
    }

    [Fact]
    public async Task Put_by_tag_is_201()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.Subject = DigestAlgorithm.Sha256.Compute("subject"u8);

        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", Body());

        var digest = DigestAlgorithm.Sha256.Compute("{}"u8).ToString();
        Assert.Equal((HttpStatusCode.Created, ""), (answer.StatusCode, await answer.TextAsync()));
        Assert.Equal($"/v2/app/manifests/{digest}", answer.Header("Location"));
        Assert.Equal(digest, answer.Header("Docker-Content-Digest"));
        Assert.Equal(server.Registry.Subject.ToString(), answer.Header("OCI-Subject"));
        Assert.Null(answer.Header("OCI-Tag"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(MediaTypes.OciManifest, server.Registry.Pushed?.MediaType);
    }

    [Fact]
    public async Task Put_by_digest_with_tags_returns_each_tag_once()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("PUT", $"/v2/app/manifests/{Sha512}?tag=a&tag=%20b&tag=a", Body());

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(Sha512, answer.Header("Docker-Content-Digest"));
        Assert.Equal(["a", "b"], answer.Headers.GetValues("OCI-Tag").SelectMany(value => value.Split(", ")));
        Assert.Equal(["a", "b"], server.Registry.Pushed!.Tags.Select(tag => tag.ToString()));
    }

    [Theory]
    [InlineData("application/vnd.oci.image.manifest.v1+json; charset=utf-8", MediaTypes.OciManifest)]
    [InlineData("application/vnd.oci.image.index.v1+json ;x=y", MediaTypes.OciIndex)]
    public async Task Put_ignores_parameters_of_the_content_type(string declared, string mediaType)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", Body(declared));

        Assert.Equal((HttpStatusCode.Created, mediaType), (answer.StatusCode, server.Registry.Pushed?.MediaType));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.docker.distribution.manifest.v1+prettyjws")]
    [InlineData(MediaTypes.DockerManifest)]
    [InlineData(MediaTypes.DockerList)]
    [InlineData(null)]
    public async Task Put_of_an_unsupported_type_is_415(string? declared)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", Body(declared));

        await answer.AssertRefusedAsync(HttpStatusCode.UnsupportedMediaType, "MANIFEST_INVALID");
    }

    [Fact]
    public async Task Put_of_a_Docker_type_with_compat_is_201()
    {
        await using var server = await RegistryServer.StartAsync(new HttpOptions { Compat = ["docker2s2"] });

        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", Body(MediaTypes.DockerManifest));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Theory]
    [InlineData("sha256:baddigeststring", "", HttpStatusCode.BadRequest, "DIGEST_INVALID")]
    [InlineData(".dot", "", HttpStatusCode.BadRequest, "MANIFEST_INVALID")]
    [InlineData("v1", "?tag=v2", HttpStatusCode.BadRequest, "MANIFEST_INVALID")]
    [InlineData("{0}", "?tag=", HttpStatusCode.BadRequest, "MANIFEST_INVALID")]
    [InlineData("{0}", "?tag=%20", HttpStatusCode.BadRequest, "MANIFEST_INVALID")]
    [InlineData("{0}", "?tag=a&tag=-b", HttpStatusCode.BadRequest, "MANIFEST_INVALID")]
    public async Task Put_with_an_invalid_reference_or_tag_is_rejected(string reference, string query, HttpStatusCode status, string code)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(
            "PUT", $"/v2/app/manifests/{string.Format(null, reference, Sha512)}{query}", Body());

        await answer.AssertRefusedAsync(status, code);
        Assert.Null(server.Registry.Pushed);
    }

    [Theory]
    [InlineData(46, HttpStatusCode.Created)]
    [InlineData(47, HttpStatusCode.RequestUriTooLong)]
    public async Task Put_with_more_than_46_tags_is_414(int count, HttpStatusCode status)
    {
        await using var server = await RegistryServer.StartAsync();
        var longest = new string('t', 124);
        var query = string.Join('&', Enumerable.Range(1, count).Select(number => $"tag={longest}{number:000}"));

        using var answer = await server.SendAsync("PUT", $"/v2/app/manifests/{Sha512}?{query}", Body());

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Put_with_several_errors_reports_the_type_first()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("PUT", $"/v2/app/manifests/{Sha512}?tag=-", Body("text/plain"));

        await answer.AssertRefusedAsync(HttpStatusCode.UnsupportedMediaType, "MANIFEST_INVALID");
    }

    [Theory]
    [InlineData(ManifestPush.MaxContentLength, false, HttpStatusCode.Created)]
    [InlineData(ManifestPush.MaxContentLength, true, HttpStatusCode.Created)]
    [InlineData(ManifestPush.MaxContentLength + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(ManifestPush.MaxContentLength + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Put_of_more_than_4_MiB_is_413(int length, bool chunked, HttpStatusCode status)
    {
        await using var server = await RegistryServer.StartAsync();
        var content = new byte[length];
        HttpContent body = chunked ? new StreamContent(new UnknownLengthStream(content)) : new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(MediaTypes.OciManifest);

        using var answer = await server.SendAsync("PUT", "/v2/app/manifests/v1", body);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(status == HttpStatusCode.Created, server.Registry.Pushed?.Content.Length == length);
    }

    [Fact]
    public async Task Put_with_an_excessive_declared_length_is_rejected_before_the_body()
    {
        await using var server = await RegistryServer.StartAsync();

        var answer = await server.SendRawAsync(
            "PUT /v2/app/manifests/v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + $"Content-Type: {MediaTypes.OciManifest}\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_of_a_tag_is_202()
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.AddManifest("app", "v1");

        using var answer = await server.SendAsync("DELETE", "/v2/app/manifests/v1");

        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.TextAsync()));
    }

    private static ByteArrayContent Body(string? mediaType = MediaTypes.OciManifest)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes("{}"));
        if (mediaType is not null)
        {
            body.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        return body;
    }
}
