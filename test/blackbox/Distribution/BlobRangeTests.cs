using System.Globalization;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Distribution;

/// <summary>end-2 with ranges: RFC 9110, section 14.</summary>
public sealed partial class BlobRangeTests(SharedServers servers) : RegistryTest(servers)
{
    private const int Length = 2048;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("bytes=500-1499", 500, 1499)]
    [BothBuilds("bytes=500-", 500, 2047)]
    [BothBuilds("bytes=-500", 1548, 2047)]
    [BothBuilds("bytes=2000-5000", 2000, 2047)]
    [BothBuilds("bytes=0-0", 0, 0)]
    [BothBuilds("bytes=2047-2047", 2047, 2047)]
    [BothBuilds("bytes=0-2047", 0, 2047)]
    [BothBuilds("bytes=0-99,100-199", 0, 199)]
    [BothBuilds("bytes=100-199, 0-150", 0, 199)]
    public async Task One_range_is_sent_alone(string build, string range, int first, int last)
    {
        var client = await ClientAsync(build);
        var (path, content) = await PushAsync(client);

        (await client.GetAsync(path, ("Range", range))).Expect(206)
            .ExpectHeader("Content-Range", $"bytes {first}-{last}/{Length}")
            .ExpectHeader("Content-Length", $"{last - first + 1}")
            .ExpectHeader("Docker-Content-Digest", Digests.Sha256(content))
            .ExpectBody(content[first..(last + 1)]);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("bytes=0-9,100-109")]
    [BothBuilds("bytes=100-109,0-9")]
    [BothBuilds("bytes=0-9,-1,100-109,2000-2001")]
    public async Task Several_ranges_are_sent_as_multipart(string build, string range)
    {
        var client = await ClientAsync(build);
        var (path, content) = await PushAsync(client);

        var answer = (await client.GetAsync(path, ("Range", range))).Expect(206);

        Assert.StartsWith("multipart/byteranges; boundary=", answer.Header("Content-Type"));
        answer.ExpectHeader("Content-Length", $"{answer.Body.Length}");
        var text = System.Text.Encoding.Latin1.GetString(answer.Body);
        var parts = PartHeader().Matches(text);
        Assert.Equal(range.Split(',').Length, parts.Count);
        Assert.All(parts, part =>
        {
            var first = int.Parse(part.Groups["first"].Value, CultureInfo.InvariantCulture);
            var last = int.Parse(part.Groups["last"].Value, CultureInfo.InvariantCulture);
            Assert.Equal(content[first..(last + 1)], answer.Body[(part.Index + part.Length)..(part.Index + part.Length + last - first + 1)]);
        });
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("bytes=5000-10000")]
    [BothBuilds("bytes=2048-")]
    [BothBuilds("bytes=500-0")]
    [BothBuilds("bytes=-0")]
    [BothBuilds("bytes=a-b")]
    [BothBuilds("bytes=")]
    [BothBuilds("bytes=-")]
    [BothBuilds("bytes=99999999999999999999-")]
    [BothBuilds("bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32")]
    public async Task Unsatisfiable_range_is_416(string build, string range)
    {
        var client = await ClientAsync(build);
        var (path, _) = await PushAsync(client);

        (await client.GetAsync(path, ("Range", range))).Expect(416).ExpectHeader("Content-Range", $"bytes */{Length}");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Range_of_an_empty_blob_is_not_satisfiable(string build)
    {
        var client = await ClientAsync(build);
        var digest = await client.PushBlobAsync(Repository, []);

        (await client.GetAsync($"/v2/{Repository}/blobs/{digest}", ("Range", "bytes=0-0"))).Expect(416)
            .ExpectHeader("Content-Range", "bytes */0");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_range_of_an_unknown_blob_is_BLOB_UNKNOWN(string build)
    {
        var client = await ClientAsync(build);

        (await client.GetAsync($"/v2/{Repository}/blobs/{Blob.Random().Digest}", ("Range", "bytes=0-0")))
            .ExpectError(404, "BLOB_UNKNOWN", "digest");
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Aborted_pull_can_be_resumed(string build)
    {
        var client = await ClientAsync(build);
        var blob = Blob.Random(3_000_000);
        await client.PushBlobAsync(Repository, blob.Content);
        var path = $"/v2/{Repository}/blobs/{blob.Digest}";

        var first = (await client.GetAsync(path, ("Range", "bytes=0-1234566"))).Expect(206).Body;
        var rest = (await client.GetAsync(path, ("Range", "bytes=1234567-"))).Expect(206).Body;

        Assert.Equal(blob.Digest, Digests.Sha256([.. first, .. rest]));
    }

    [GeneratedRegex(@"Content-Range: bytes (?<first>\d+)-(?<last>\d+)/2048\r\n(?:[^\r\n]+\r\n)*\r\n", RegexOptions.IgnoreCase)]
    private static partial Regex PartHeader();

    private async Task<(string Path, byte[] Content)> PushAsync(RegistryClient client)
    {
        var blob = Blob.Random(Length);
        await client.PushBlobAsync(Repository, blob.Content);
        return ($"/v2/{Repository}/blobs/{blob.Digest}", blob.Content);
    }
}
