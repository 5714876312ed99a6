using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Http.Support;
using Zot.Hosting;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Http;

/// <summary>The endpoints publish a pull for a response with content, and for one that confirms it.</summary>
public sealed class PullTests
{
    private static readonly byte[] Layer = [1, 2, 3, 4];
    private static readonly string Unmodified = "304 " + nameof(ContentPull.IsUnmodified);

    /// <summary>Method, path, a header, and the published pull: the status, and the flags.</summary>
    public static TheoryData<string, string, string, string, string> Requests => new()
    {
        { "GET", "manifests/v1", "", "", "200" },
        { "GET", "manifests/v1", "If-None-Match", "*", Unmodified },
        { "GET", "manifests/v1", "If-None-Match", "\"MANIFEST\"", Unmodified },
        { "GET", "manifests/v1", "If-None-Match", "W/\"MANIFEST\"", Unmodified },
        { "GET", "manifests/v1", "If-None-Match", "\"xMANIFEST\"", "200" },
        { "HEAD", "manifests/v1", "", "", "200 IsHead" },
        { "HEAD", "manifests/v1", "If-None-Match", "*", Unmodified + " IsHead" },
        { "GET", "manifests/missing", "", "", "404 none" },
        { "HEAD", "manifests/missing", "", "", "404 none" },
        { "GET", "blobs/LAYER", "", "", "200" },
        { "GET", "blobs/LAYER", "If-None-Match", "*", Unmodified },
        { "GET", "blobs/LAYER", "If-None-Match", "\"xLAYER\"", "200" },
        { "GET", "blobs/LAYER", "Range", "bytes=1-2", "206" },
        { "GET", "blobs/LAYER", "Range", "bytes=0-0,2-3", "206" },
        { "GET", "blobs/LAYER", "Range", "bytes=9-", "416 none" },
        { "HEAD", "blobs/LAYER", "", "", "200 IsHead" },
        { "GET", "blobs/sha256:0000000000000000000000000000000000000000000000000000000000000000", "", "", "404 none" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Response_is_published_as_what_was_sent(string method, string path, string header, string value, string expected)
    {
        var pulls = new ConcurrentQueue<ContentPull>();
        var feed = new PullFeed(NullLogger<PullFeed>.Instance);
        feed.Subscribe((in ContentPull pull) =>
        {
            _ = pull.Call.Request; // only while the request is handled
            pulls.Enqueue(pull);
        });
        await using var server = await RegistryServer.StartAsync(configure: services => services.AddSingleton(feed));
        var manifest = server.Registry.AddManifest("app", "v1");
        var layer = server.Registry.AddBlob("app", Layer);
        string Fill(string text) => text
            .Replace("MANIFEST", manifest.Digest.ToString(), StringComparison.Ordinal)
            .Replace("LAYER", layer.Digest.ToString(), StringComparison.Ordinal);

        using var answer = await server.SendAsync(
            method, "/v2/app/" + Fill(path), null, header.Length == 0 ? [] : [(header, Fill(value))]);

        await Eventually.HoldsAsync(
            () => Task.FromResult(expected == $"{(int)answer.StatusCode} {Describe(pulls)}".TrimEnd()), $"{expected} is published");
        Assert.All(pulls, pull => Assert.Equal(
            (path[0] == 'm' ? manifest : layer, "app", method),
            (pull.Content, pull.Repository.ToString(), pull.Call.Request!.Method)));
    }

    [Fact]
    public async Task Blob_that_cannot_be_read_is_not_published()
    {
        var feed = new PullFeed(NullLogger<PullFeed>.Instance);
        var count = 0;
        feed.Subscribe((in ContentPull _) => Interlocked.Increment(ref count));
        await using var server = await RegistryServer.StartAsync(configure: services => services.AddSingleton(feed));
        var layer = server.Registry.AddBlob("app", Layer);
        server.Registry.ReadFault = new IOException("unreadable");

        using var answer = await server.SendAsync("GET", $"/v2/app/blobs/{layer.Digest}");

        Assert.Equal((500, 0), ((int)answer.StatusCode, count));
    }

    private static string Describe(ConcurrentQueue<ContentPull> pulls) => pulls.IsEmpty ? "none" : string.Join(' ', pulls.Select(
        static pull => $"{(pull.IsUnmodified ? nameof(ContentPull.IsUnmodified) : "")} {(pull.IsHead ? nameof(ContentPull.IsHead) : "")}".Trim()));
}
