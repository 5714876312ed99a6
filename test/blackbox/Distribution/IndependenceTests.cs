using System.Net.Sockets;
using System.Security.Cryptography;

namespace Zot.BlackBox.Distribution;

/// <summary>Requests of one client do not affect other clients.</summary>
public sealed class IndependenceTests
{
    private const int Large = 300 << 20;

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Memory_does_not_grow_with_the_blob(string build)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        await using var zot = await ZotProcess.StartAsync(build);
        await zot.Client.PushAsync("app", Manifest.Image(Blob.Configuration(), [Blob.Random(8 << 20)]), "v1");
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
        var before = zot.PeakMemory;
        var content = new byte[Large];
        RandomNumberGenerator.Fill(content.AsSpan(0, 1 << 20));

        var digest = await zot.Client.PushBlobAsync("app", content);
        (await zot.Client.GetAsync($"/v2/app/blobs/{digest}")).Expect(200).ExpectBody(content);

        Assert.InRange(zot.PeakMemory - before, 0, 100 << 20);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Slow_clients_do_not_delay_others(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = Manifest.Image();
        await zot.Client.PushAsync("app", image, "v1");
        var slow = new List<TcpClient>();
        try
        {
            foreach (var i in Enumerable.Range(0, 40))
            {
                var upload = await zot.Client.StartUploadAsync("app");
                slow.Add(await HangAsync(zot.Port, i % 2 == 0 ? $"PATCH {upload}" : $"PUT {upload}?digest={Blob.Empty.Digest}"));
                slow.Add(await HangAsync(zot.Port, "PUT /v2/app/manifests/slow"));
            }

            await zot.Client.PushAsync("app", Manifest.Image(), "v2");
            (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200).ExpectBody(image.Content);
            (await zot.Client.GetAsync($"/v2/app/blobs/{image.Blobs[1].Digest}")).Expect(200).ExpectBody(image.Blobs[1].Content);
            (await zot.Client.DeleteAsync("/v2/app/manifests/v1")).Expect(202);

            Assert.Equal(["v2"], await zot.Client.TagsAsync("app"));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }
    }

    private static async Task<TcpClient> HangAsync(int port, string request)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var head = $"{request} HTTP/1.1\r\nHost: zot\r\nContent-Type: {MediaType.Image}\r\nContent-Length: 1000\r\n\r\n{{";
        await client.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        return client;
    }
}
