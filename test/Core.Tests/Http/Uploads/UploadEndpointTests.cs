using System.Net;
using System.Text;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Registry;

namespace Zot.Core.Tests.Http.Uploads;

public sealed class UploadEndpointTests
{
    private static readonly byte[] Content = Encoding.ASCII.GetBytes("hello registry");
    private static readonly string Sha256 = DigestAlgorithm.Sha256.Compute(Content).ToString();
    private static readonly string Sha512 = DigestAlgorithm.Sha512.Compute(Content).ToString();

    [Fact]
    public async Task Post_without_parameters_starts_an_upload()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", "/v2/lib/app/blobs/uploads/");

        var upload = Assert.Single(server.Registry.Uploads.Values);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal($"/v2/lib/app/blobs/uploads/{upload.Id}", answer.Header("Location"));
        Assert.Equal("0-0", answer.Header("Range"));
        Assert.Equal(upload.Id.ToString(), answer.Header("Docker-Upload-UUID"));
        Assert.Equal(0, answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Post_with_an_algorithm_sets_the_digest_algorithm()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", "/v2/app/blobs/uploads/?digest-algorithm=sha512");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Same(DigestAlgorithm.Sha512, Assert.Single(server.Registry.Uploads.Values).Algorithm);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_of_a_whole_blob_is_201(bool chunked)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?digest={Sha512}", Body(chunked));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/v2/app/blobs/{Sha512}", answer.Header("Location"));
        Assert.Equal(Sha512, answer.Header("Docker-Content-Digest"));
        Assert.Empty(server.Registry.Uploads);
        Assert.Equal(Content, await server.Client.GetByteArrayAsync(answer.Headers.Location));
    }

    [Fact]
    public async Task Post_of_an_empty_blob_is_201()
    {
        await using var server = await RegistryServer.StartAsync();
        var digest = DigestAlgorithm.Sha256.Compute([]);

        using var answer = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?digest={digest}", new ByteArrayContent([]));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Post_with_a_digest_mismatch_is_400_and_leaves_no_upload()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync(
            "POST", $"/v2/app/blobs/uploads/?digest={Sha256}", new ByteArrayContent([1, 2, 3]));

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
        Assert.Empty(server.Registry.Uploads);
    }

    [Theory]
    [InlineData("?digest=md5:12", "DIGEST_INVALID")]
    [InlineData("?digest=", "DIGEST_INVALID")]
    [InlineData("?digest-algorithm=md5", "DIGEST_INVALID")]
    [InlineData("?mount=a&mount=b", "UNSUPPORTED")]
    public async Task Post_with_an_invalid_parameter_is_400(string query, string code)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", "/v2/app/blobs/uploads/" + query);

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Post_with_from_but_without_mount_is_405()
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", "/v2/app/blobs/uploads/?from=other");

        Assert.Equal((HttpStatusCode.MethodNotAllowed, ""), (answer.StatusCode, await answer.TextAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&from=other/app")]
    public async Task Mount_of_an_existing_blob_is_201(string from)
    {
        await using var server = await RegistryServer.StartAsync();
        server.Registry.AddBlob("other/app", Content);

        using var answer = await server.SendAsync("POST", $"/v2/app/blobs/uploads/?mount={Sha256}{from}");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/v2/app/blobs/{Sha256}", answer.Header("Location"));
        Assert.Equal(Sha256, answer.Header("Docker-Content-Digest"));
    }

    [Theory]
    [InlineData("mount=sha256:nonsense&from=other")]
    [InlineData("mount={0}&from=other")]
    [InlineData("mount={0}&from=No-Name")]
    public async Task Mount_of_a_missing_blob_starts_an_upload(string query)
    {
        await using var server = await RegistryServer.StartAsync();

        using var answer = await server.SendAsync("POST", "/v2/app/blobs/uploads/?" + string.Format(null, query, Sha512));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("/v2/app/blobs/uploads/", answer.Header("Location"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_after_streamed_patches_creates_the_blob(bool chunked)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var first = await server.SendAsync("PATCH", location, Body(chunked));
        using var second = await server.SendAsync("PATCH", location, Body(chunked));
        var whole = DigestAlgorithm.Sha256.Compute([.. Content, .. Content]);
        using var put = await server.SendAsync("PUT", $"{location}?digest={whole}");

        Assert.Equal((HttpStatusCode.Accepted, $"0-{Content.Length - 1}"), (first.StatusCode, first.Header("Range")));
        Assert.Equal((HttpStatusCode.Accepted, $"0-{(Content.Length * 2) - 1}"), (second.StatusCode, second.Header("Range")));
        Assert.Equal(location, first.Header("Location"));
        Assert.NotNull(first.Header("Blob-Upload-UUID"));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        Assert.Equal($"/v2/app/blobs/{whole}", put.Header("Location"));
        Assert.Equal(whole.ToString(), put.Header("Docker-Content-Digest"));
    }

    [Theory]
    [InlineData("{0}-{1}")]
    [InlineData("bytes {0}-{1}/*")]
    [InlineData("bytes {0}-{1}/28")]
    public async Task Patch_of_chunks_in_order_returns_the_received_range(string form)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var first = await server.SendAsync("PATCH", location, Chunk(form, 0));
        using var second = await server.SendAsync("PATCH", location, Chunk(form, Content.Length));
        using var status = await server.SendAsync("GET", location);

        Assert.Equal((HttpStatusCode.Accepted, "0-13"), (first.StatusCode, first.Header("Range")));
        Assert.Equal((HttpStatusCode.Accepted, "0-27"), (second.StatusCode, second.Header("Range")));
        Assert.Equal((HttpStatusCode.NoContent, "0-27"), (status.StatusCode, status.Header("Range")));
        Assert.Equal(location, status.Header("Location"));
    }

    [Theory]
    [InlineData("PATCH", "", "14-27")]
    [InlineData("PATCH", "", "0-20")]
    [InlineData("PATCH", "", "bytes=0-13")]
    [InlineData("PATCH", "", "13-0")]
    [InlineData("PUT", "?digest={0}", "14-27")]
    [InlineData("PUT", "?digest={0}", "0-0")]
    public async Task Out_of_order_range_is_416_with_the_received_range(string method, string query, string range)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);
        var content = Body(chunked: false);
        content.Headers.TryAddWithoutValidation("Content-Range", range);

        using var answer = await server.SendAsync(method, location + string.Format(null, query, Sha256), content);

        await answer.AssertRefusedAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID");
        Assert.Equal((location, "0-0"), (answer.Header("Location"), answer.Header("Range")));
        Assert.Single(server.Registry.Uploads);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_of_the_whole_blob_is_201(bool chunked)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var answer = await server.SendAsync("PUT", $"{location}?digest={Sha256}", Body(chunked));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal(Content, await server.Client.GetByteArrayAsync(answer.Headers.Location));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Put_of_the_last_chunk_is_201(bool chunked)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);
        using var first = await server.SendAsync("PATCH", location, Chunk("{0}-{1}", 0));
        var whole = DigestAlgorithm.Sha256.Compute([.. Content, .. Content]);
        var last = Body(chunked);
        last.Headers.TryAddWithoutValidation("Content-Range", "14-27");

        using var answer = await server.SendAsync("PUT", $"{location}?digest={whole}", last);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    [Fact]
    public async Task Put_of_the_whole_blob_after_a_failed_attempt_is_416()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);
        using var broken = await server.SendAsync("PATCH", location, new ByteArrayContent([1, 2]));

        using var answer = await server.SendAsync("PUT", $"{location}?digest={Sha256}", Body(chunked: false));

        await answer.AssertRefusedAsync(HttpStatusCode.RequestedRangeNotSatisfiable, "BLOB_UPLOAD_INVALID");
        Assert.Equal("0-1", answer.Header("Range"));
    }

    [Fact]
    public async Task Put_with_a_digest_mismatch_is_400_and_keeps_the_upload()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);
        using var patch = await server.SendAsync("PATCH", location, new ByteArrayContent([1, 2]));

        using var answer = await server.SendAsync("PUT", $"{location}?digest={Sha256}");

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
        Assert.Single(server.Registry.Uploads);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?digest=nonsense")]
    [InlineData("?digest=sha256:12&digest=sha256:12")]
    public async Task Put_without_a_valid_digest_is_400(string query)
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var answer = await server.SendAsync("PUT", location + query, Body(chunked: false));

        await answer.AssertRefusedAsync(HttpStatusCode.BadRequest, "DIGEST_INVALID");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("PUT", "?digest={0}")]
    [InlineData("DELETE", "")]
    public async Task Request_for_an_unknown_upload_is_404(string method, string query)
    {
        await using var server = await RegistryServer.StartAsync();
        var id = UploadId.Create();

        using var unknown = await server.SendAsync(
            method, $"/v2/app/blobs/uploads/{id}" + string.Format(null, query, Sha256), method == "GET" ? null : Body(false));
        using var nonsense = await server.SendAsync(method, "/v2/app/blobs/uploads/nonsense");

        var detail = await unknown.AssertRefusedAsync(HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN");
        Assert.Equal(id.ToString(), detail.GetProperty("session_id").GetString());
        await nonsense.AssertRefusedAsync(HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Request_for_an_upload_of_another_repository_is_404()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var answer = await server.SendAsync("GET", location.Replace("/app/", "/other/", StringComparison.Ordinal));

        await answer.AssertRefusedAsync(HttpStatusCode.NotFound, "BLOB_UPLOAD_UNKNOWN");
    }

    [Fact]
    public async Task Delete_of_an_upload_is_204()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var answer = await server.SendAsync("DELETE", location);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Empty(server.Registry.Uploads);
    }

    [Fact]
    public async Task Patch_without_a_body_is_202()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var answer = await server.SendAsync("PATCH", location, new ByteArrayContent([]));

        Assert.Equal((HttpStatusCode.Accepted, "0-0"), (answer.StatusCode, answer.Header("Range")));
    }

    [Fact]
    public async Task Patch_of_known_length_passes_the_length()
    {
        await using var server = await RegistryServer.StartAsync();
        var location = await StartAsync(server);

        using var patch = await server.SendAsync("PATCH", location, Body(chunked: false));
        using var streamed = await server.SendAsync("PATCH", location, Body(chunked: true));

        Assert.Equal([Content.Length, null], Assert.Single(server.Registry.Uploads.Values).Announced);
    }

    private static async Task<string> StartAsync(RegistryServer server)
    {
        using var start = await server.SendAsync("POST", "/v2/app/blobs/uploads/");
        return start.Header("Location")!;
    }

    private static HttpContent Body(bool chunked) =>
        chunked ? new StreamContent(new UnknownLengthStream(Content)) : new ByteArrayContent(Content);

    private static ByteArrayContent Chunk(string form, int start)
    {
        var chunk = new ByteArrayContent(Content);
        chunk.Headers.TryAddWithoutValidation(
            "Content-Range", string.Format(null, form, start, start + Content.Length - 1));
        return chunk;
    }
}
