using System.Net.Sockets;
using System.Text;

namespace Zot.BlackBox.Distribution;

/// <summary><c>http.readTimeout</c>, <c>http.writeTimeout</c>: a transfer that moves is never cut, one that pauses is.</summary>
public sealed class TransferTests
{
    private const int Timeout = 2;

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_push_that_moves_takes_longer_than_the_limit_and_one_that_pauses_is_cut(string build)
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
    public async Task A_pull_that_moves_takes_longer_than_the_limit_and_one_that_pauses_is_cut(string build)
    {
        const int Size = 64 * 1024 * 1024;
        await using var zot = await StartAsync(build);
        var digest = await zot.Client.PushBlobAsync("app", new byte[Size]);

        Assert.True(await PullAsync(zot, digest, moves: true) > Size, "a pull that moves was cut");
        Assert.True(await PullAsync(zot, digest, moves: false) < Size, "a pull that pauses was not cut");
    }

    private static Task<ZotProcess> StartAsync(string build) => ZotProcess.StartAsync(build, (options, _) =>
    {
        options["http"]!["readTimeout"] = $"{Timeout}s";
        options["http"]!["writeTimeout"] = $"{Timeout}s";
        options["http"]!["minRate"] = 0;
    });

    // A byte for each pause of half the limit; then silence until there is an answer.
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
            using var pace = new PeriodicTimer(TimeSpan.FromSeconds(Timeout / 2.0)); // the pace of the client is what is tested
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

    // How many bytes a client gets that takes a part of the answer each half of the limit, or pauses for five times the limit.
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
