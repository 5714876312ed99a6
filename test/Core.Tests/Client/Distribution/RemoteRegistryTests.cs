using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;
using Zot.Client.Distribution;
using Zot.Client.Retries;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Client.Distribution;

public sealed class RemoteRegistryTests
{
    private static readonly byte[] Image = Some.Image();
    private static readonly Digest ImageDigest = Some.Digest(Image);

    [Theory]
    [InlineData("http://user:password@host")]
    [InlineData("ftp://host")]
    [InlineData("http://host/path")]
    [InlineData("http://host/?a=b")]
    public void Invalid_URL_is_rejected(string url) =>
        Assert.DoesNotContain("password", Assert.Throws<ArgumentException>(() => new RemoteRegistry(new RemoteOptions(new Uri(url)))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Manifest_with_another_digest_is_rejected()
    {
        await using var server = await ScriptedServer.StartAsync(static context => ManifestAsync(context, Some.Bytes("{}"), digest: null));
        using var client = server.Client();

        await InvalidAsync(() => client.GetManifestAsync(Some.Repository, Reference.To(ImageDigest), default).AsTask());
    }

    [Fact]
    public async Task Manifest_with_another_digest_than_its_header_is_rejected()
    {
        await using var server = await ScriptedServer.StartAsync(static context => ManifestAsync(context, Some.Bytes("{}"), ImageDigest));
        using var client = server.Client();

        await InvalidAsync(() => client.GetManifestAsync(Some.Repository, Reference.To(Some.Tag), default).AsTask());
    }

    [Fact]
    public async Task Manifest_of_a_general_type_has_the_type_that_it_names()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.Body.WriteAsync(Image).AsTask();
        });
        using var client = server.Client();

        var found = (await client.FindManifestAsync(Some.Repository, Reference.To(Some.Tag), default))!;

        Assert.Equal(new Descriptor(MediaTypes.OciManifest, ImageDigest, Image.Length), found);
        Assert.Equal(["HEAD", "GET"], server.Targets.Select(static target => target.Split(' ')[0]));
    }

    [Fact]
    public async Task Endless_manifest_is_rejected()
    {
        await using var server = await ScriptedServer.StartAsync(EndlessAsync);
        using var client = server.Client();

        await InvalidAsync(() => client.GetManifestAsync(Some.Repository, Reference.To(Some.Tag), default).AsTask());
    }

    [Fact]
    public async Task Cut_blob_is_resumed()
    {
        var content = Some.Bytes(300_000);
        using var received = new MemoryStream();
        await using var server = await ScriptedServer.StartAsync(
            context => CutBlobAsync(context, content, 100_000, received, supportsRange: true));
        using var client = server.Client();

        Assert.Equal(content, await ReadAsync(client, content, received));

        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Cut_blob_is_resumed_if_the_registry_ignores_ranges()
    {
        var content = Some.Bytes(100_000);
        var requests = 0;
        using var received = new MemoryStream();
        await using var server = await ScriptedServer.StartAsync(
            context => CutBlobAsync(context, content, ++requests == 1 ? 60_000 : content.Length, received, supportsRange: false));
        using var client = server.Client();

        Assert.Equal(content, await ReadAsync(client, content, received));

        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task Blob_that_is_cut_again_and_again_is_an_error()
    {
        var content = Some.Bytes(100_000);
        using var received = new MemoryStream();
        await using var server = await ScriptedServer.StartAsync(
            context => CutBlobAsync(context, content, 10, received, supportsRange: true));
        using var client = server.Client();

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => ReadAsync(client, content, received));

        Assert.Equal((RemoteFailure.Unavailable, 3, 30), (failure.Kind, server.Requests.Count, received.Length));
    }

    [Fact]
    public async Task Blob_with_another_digest_is_an_error_at_its_end()
    {
        await using var server = await ScriptedServer.StartAsync(static context => context.Response.Body.WriteAsync(Some.Bytes("other!!")).AsTask());
        using var client = server.Client();

        await InvalidAsync(() => ReadAsync(client, Some.Bytes("content")));
    }

    [Fact]
    public async Task Blob_with_another_size_is_rejected()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.ContentLength = 8;
            return context.Response.Body.WriteAsync(Some.Bytes("content!")).AsTask();
        });
        using var client = server.Client();

        await InvalidAsync(() => ReadAsync(client, Some.Bytes("content")));
    }

    [Fact]
    public async Task Redirect_to_another_host_is_followed_without_credentials()
    {
        var content = Some.Bytes("content");
        await using var storage = await ScriptedServer.StartAsync(context => context.Response.Body.WriteAsync(content).AsTask());
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Redirect($"{storage.Url}signed?secret=1");
            return Task.CompletedTask;
        });
        using var client = server.Client(static options => options with { Credentials = static () => RemoteCredentials.ForToken("secret") });

        Assert.Equal(content, await ReadAsync(client, content));

        Assert.Equal("Bearer secret", Assert.Single(server.Requests).Authorization);
        Assert.Equal(("GET /signed?secret=1", null), Assert.Single(storage.Requests));
    }

    [Theory]
    [InlineData("/v2/again", 6)]
    [InlineData("ftp://host/", 1)]
    [InlineData("http://user:secret@host/", 1)]
    public async Task Invalid_redirect_is_an_error(string location, int requests)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });
        using var client = server.Client();

        var failure = await InvalidAsync(() => client.PingAsync(default));

        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task Pages_are_followed_and_sorted()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            var isFirst = !context.Request.Query.ContainsKey("last");
            context.Response.Headers.Link = isFirst ? "<https://127.0.0.1:1/v2/library/app/tags/list?last=b>; rel=\"next\"" : "</v2/>; rel=\"first\"";
            return context.Response.WriteAsync(isFirst ? "{\"tags\":[\"b\",\"c\",7,\"not a tag\"]}" : "{\"tags\":[\"a\",\"b\"]}");
        });
        using var client = server.Client();

        Assert.Equal(["a", "b", "c"], (await client.ListTagsAsync(Some.Repository, default))!);
    }

    [Theory]
    [InlineData("</v2/library/app/tags/list?n=1000>; rel=next")]
    [InlineData("<http://elsewhere/v2/x>; rel=\"next\"")]
    [InlineData("</other>; rel=\"next\"")]
    public async Task Invalid_next_page_is_an_error(string link)
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.Link = link;
            return context.Response.WriteAsync("{\"tags\":[\"a\"]}");
        });
        using var client = server.Client();

        await InvalidAsync(() => client.ListTagsAsync(Some.Repository, default).AsTask());

        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"tags\":{}}")]
    [InlineData("nested")]
    public async Task Invalid_list_is_an_error(string body)
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(body == "nested" ? new string('[', 100_000) : body));
        using var client = server.Client();

        await InvalidAsync(() => client.ListTagsAsync(Some.Repository, default).AsTask());
        await InvalidAsync(() => client.ListReferrersAsync(Some.Repository, ImageDigest, default));
    }

    [Fact]
    public async Task Referrers_are_read_from_the_tag_of_a_registry_without_the_API()
    {
        var index = Some.Index([Some.Layer("one", MediaTypes.OciManifest), Some.Layer("two", MediaTypes.OciManifest)]);
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.Contains("/referrers/", StringComparison.Ordinal) ? 404 : 200;
            context.Response.ContentType = MediaTypes.OciIndex;
            return context.Response.StatusCode == 404 ? Task.CompletedTask : context.Response.Body.WriteAsync(index).AsTask();
        });
        using var client = server.Client();

        var found = await client.ListReferrersAsync(Some.Repository, ImageDigest, default);

        Assert.Equal([Some.Digest("one"), Some.Digest("two")], found.Select(static one => one.Digest));
        Assert.Equal($"GET /v2/library/app/manifests/{ImageDigest.ToString().Replace(':', '-')}", server.Targets.Last());
    }

    [Fact]
    public async Task Invalid_referrer_does_not_hide_the_others()
    {
        var good = Some.Digest("good");
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync(
            $$"""{"manifests":[{"digest":"x"},7,{"mediaType":"{{MediaTypes.OciManifest}}","digest":"{{good}}","size":1}]}"""));
        using var client = server.Client();

        Assert.Equal(good, Assert.Single(await client.ListReferrersAsync(Some.Repository, ImageDigest, default)).Digest);
    }

    [Fact]
    public async Task Upload_to_another_host_is_rejected()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (202, "http://elsewhere/v2/library/app/blobs/uploads/1");
            return Task.CompletedTask;
        });
        using var client = server.Client();

        await InvalidAsync(() => client.StartUploadAsync(Some.Repository, DigestAlgorithm.Sha256, default).AsTask());
    }

    [Fact]
    public async Task Upload_follows_the_address_with_its_state()
    {
        var received = new MemoryStream();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(received);
            context.Response.StatusCode = context.Request.Method == "PUT" ? 201 : 202;
            context.Response.Headers.Location = $"/v2/library/app/blobs/uploads/opaque?_state={context.Request.Method}";
        });
        using var client = server.Client();

        await client.PushBlobAsync(Some.Repository, Some.Bytes("content"));

        Assert.Equal("content", Encoding.UTF8.GetString(received.ToArray()));
        Assert.Equal(
            [
                "POST /v2/library/app/blobs/uploads/",
                "PATCH /v2/library/app/blobs/uploads/opaque?_state=POST",
                $"PUT /v2/library/app/blobs/uploads/opaque?_state=PATCH&digest=sha256%3A{Some.Digest("content").Encoded}",
            ],
            server.Targets);
    }

    [Fact]
    public async Task Rate_limit_is_exposed()
    {
        await using var server = await ScriptedServer.StartAsync(static context =>
        {
            context.Response.Headers["ratelimit-limit"] = "100;w=21600";
            context.Response.Headers["ratelimit-remaining"] = "76;w=21600";
            context.Response.Headers["docker-ratelimit-source"] = "192.0.2.1";
            return Task.CompletedTask;
        });
        using var client = server.Client();

        await client.PingAsync(default);

        var limit = client.RateLimit!;
        Assert.Equal((76L, 100L, TimeSpan.FromHours(6), "192.0.2.1"), (limit.Remaining, limit.Limit, limit.Window, limit.Source));
    }

    [Fact]
    public async Task Rules_for_the_commit_point_are_not_supported()
    {
        await using var server = await ScriptedServer.StartAsync(static _ => Task.CompletedTask);
        using var client = server.Client();
        var push = new ManifestPush(Some.Repository, Reference.To(Some.Tag), MediaTypes.OciManifest, Image).With(static _ => { });

        await Assert.ThrowsAsync<NotSupportedException>(() => client.PushManifestAsync(push, default).AsTask());

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Silent_registry_is_a_timeout()
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            arrived.TrySetResult();
            return new TaskCompletionSource().Task.WaitAsync(context.RequestAborted); // never responds
        });
        using var client = server.Client(options => options with { Time = time, Retries = new RetryOptions { MaxRetries = 0 } });
        var pinging = client.PingAsync(default);
        await arrived.Task;

        time.Advance(TimeSpan.FromSeconds(31));

        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => pinging);
        Assert.Equal(RemoteFailure.Unavailable, failure.Kind);
    }

    private static async Task<RemoteRegistryException> InvalidAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<RemoteRegistryException>(call);
        Assert.Equal(RemoteFailure.Invalid, failure.Kind);
        return failure;
    }

    private static async Task<byte[]> ReadAsync(RemoteRegistry client, byte[] content)
    {
        using var copy = new MemoryStream();
        return await ReadAsync(client, content, copy);
    }

    private static async Task<byte[]> ReadAsync(RemoteRegistry client, byte[] content, MemoryStream copy)
    {
        var blob = new Descriptor(MediaTypes.OctetStream, Some.Digest(content), content.Length);
        await using var stream = (await client.OpenVerifiedAsync(Some.Repository, blob, default))!;
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static Task ManifestAsync(HttpContext context, byte[] content, Digest? digest)
    {
        context.Response.ContentType = MediaTypes.OciManifest;
        if (digest is not null)
        {
            context.Response.Headers["Docker-Content-Digest"] = digest.ToString();
        }

        return context.Response.Body.WriteAsync(content).AsTask();
    }

    private static async Task EndlessAsync(HttpContext context)
    {
        var piece = new byte[64 * 1024];
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.Body.WriteAsync(piece);
        }
    }

    // The connection is cut after the client has received the piece: an abort would overtake bytes that are still sent.
    private static async Task CutBlobAsync(HttpContext context, byte[] content, int pieceLength, MemoryStream received, bool supportsRange)
    {
        var range = context.Request.Headers.Range.ToString();
        var start = supportsRange && range.Length > 0 ? int.Parse(range["bytes=".Length..^1]) : 0;
        if (start > 0)
        {
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - start;
        var length = Math.Min(pieceLength, content.Length - start);
        await context.Response.Body.WriteAsync(content.AsMemory(start, length));
        await context.Response.Body.FlushAsync();
        if (start + length < content.Length)
        {
            await Eventually.HoldsAsync(() => Task.FromResult(received.Length >= start + length), "the piece received");
            context.Abort();
        }
    }
}
