using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Xunit;
using Zot.Http.Kestrel;

namespace Zot.Core.Tests.Http.Kestrel;

public sealed class LengthlessRequestsTests
{
    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(60_000, 10_000)]
    [InlineData(60_000, 1_000_000)]
    public async Task Request_without_a_length_reaches_the_server_whatever_follows_its_head(int headLength, int bodyLength)
    {
        var head = $"POST /v2/app/blobs/uploads/ HTTP/1.0\r\nX: {new string('x', headLength)}\r\n\r\n";
        var content = Encoding.ASCII.GetBytes(head + new string('b', bodyLength));

        var received = Encoding.ASCII.GetString(await PassAsync(content));

        var end = head.IndexOf('\n', StringComparison.Ordinal) + 1;
        Assert.Equal($"{head[..end]}Content-Length: 0\r\nConnection: close\r\n{head[end..]}{new string('b', bodyLength)}", received);
    }

    [Theory]
    [InlineData("POST / HTTP/1.0\r\nX: y\r\n\r\n", true, 17)]
    [InlineData("PUT / HTTP/1.0\n\r\n\r\n", true, 15)]
    [InlineData("POST / HTTP/1.0\r\n\r\n", true, 17)]
    [InlineData("POST / HTTP/1.0\r\ncontent-length: 1\r\n\r\n", true, null)]
    [InlineData("POST / HTTP/1.0\r\nX: y\r\n", false, null)]
    [InlineData("POST / HTTP/1.1\r\n", true, null)]
    [InlineData("GET / HTTP/1.0\r\n", true, null)]
    [InlineData("POST / HTTP/1.0", false, null)]
    public void Head_in_single_bytes_is_inspected_as_the_whole(string head, bool isEnough, int? end)
    {
        var bytes = Encoding.ASCII.GetBytes(head);
        var scan = new HeadScan();
        (bool IsEnough, int? End) last = default;
        for (var length = 1; length <= bytes.Length && !last.IsEnough; length++)
        {
            last = scan.Inspect(new(bytes.AsMemory(0, length)));
        }

        Assert.Equal((isEnough, end), last);
        Assert.Equal((isEnough, end), new HeadScan().Inspect(new(bytes)));
    }

    private static async Task<byte[]> PassAsync(byte[] content)
    {
        var input = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await input.Writer.WriteAsync(content, TestContext.Current.CancellationToken);
        await input.Writer.CompleteAsync();
        await using var connection = new DefaultConnectionContext("1") { Transport = new Duplex(input.Reader, new Pipe().Writer) };
        byte[] received = [];
        var requests = new LengthlessRequests(async passed =>
        {
            while (true)
            {
                var read = await passed.Transport.Input.ReadAsync();
                received = [.. received, .. read.Buffer.ToArray()];
                passed.Transport.Input.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || received.Length >= content.Length)
                {
                    return;
                }
            }
        });

        await requests.InvokeAsync(connection).WaitAsync(TimeSpan.FromSeconds(60));
        return received;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
