using System.Net.Sockets;
using System.Text;

namespace Zot.BlackBox.Distribution;

/// <summary>
/// <c>http.readTimeout</c>, <c>http.writeTimeout</c>: a transfer that progresses is never aborted, a stalled one is.
/// </summary>
public sealed class TransferTests
{
    private const int Timeout = 2;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Push_that_progresses_may_exceed_the_limit_and_a_stalled_one_is_aborted(string build)
    {
        await using var zot = await StartAsync(build);
        var content = Blob.Random(6).Content;
        var digest = Digests.Sha256(content);

        var moving = await PushAsync(zot, digest, content);
        var pausing = await PushAsync(zot, digest, content[..1]);

        Assert.StartsWith("HTTP/1.1 201", moving, StringComparison.Ordinal);
        Assert.DoesNotContain("201", pausing, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Pull_that_progresses_may_exceed_the_limit_and_a_stalled_one_is_aborted(string build)
    {
        const int Size = 64 * 1024 * 1024;
        await using var zot = await StartAsync(build);
        var digest = await zot.Client.PushBlobAsync("app", new byte[Size]);

        Assert.True(await PullAsync(zot, digest, moves: true) > Size, "a pull that progresses was aborted");
        Assert.True(await PullAsync(zot, digest, moves: false) < Size, "a stalled pull was not aborted");
    }

    private static Task<ZotProcess> StartAsync(string build) => ZotProcess.StartAsync(build, (options, _) =>
    {
        options["http"]!["readTimeout"] = $"{Timeout}s";
        options["http"]!["writeTimeout"] = $"{Timeout}s";
        options["http"]!["minRate"] = 0;
    });

    // Sends a byte per half of the limit, then nothing until the response.
    private static async Task<string> PushAsync(ZotProcess zot, string digest, byte[] content)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", zot.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /v2/app/blobs/uploads/?digest={digest} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"),
            cancellationToken);
        for (var sent = 0; sent < content.Length; sent++)
        {
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(Timeout / 2.0)); // the pace of the client is under test
            await pace.WaitForNextTickAsync(cancellationToken);
            await stream.WriteAsync(content.AsMemory(sent, 1), cancellationToken);
        }

        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (IOException)
        {
            return "";
        }
    }

    // Returns the number of bytes received by a client that reads every half of the limit, or pauses for five times the
    // limit.
    private static async Task<long> PullAsync(ZotProcess zot, string digest, bool moves)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient { ReceiveBufferSize = 256 * 1024 };
        await client.ConnectAsync("127.0.0.1", zot.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET /v2/app/blobs/{digest} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), cancellationToken);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(moves ? Timeout / 2.0 : Timeout * 5));
        var (buffer, received) = (new byte[1024 * 1024], 0L);
        try
        {
            for (var pauses = 0; ; pauses++)
            {
                if (pauses < (moves ? 6 : 1))
                {
                    await pace.WaitForNextTickAsync(cancellationToken);
                }

                var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
                received += read;
                if (read < buffer.Length)
                {
                    return received;
                }
            }
        }
        catch (IOException)
        {
            return received;
        }
    }
}
