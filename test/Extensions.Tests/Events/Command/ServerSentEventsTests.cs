#if EXT_EVENTS
using System.IO.Pipelines;
using System.Text;
using Xunit;
using Zot.Extensions.Events.Command;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Command;

public sealed class ServerSentEventsTests
{
    [Fact]
    public async Task Read_returns_the_ids_and_data_of_messages()
    {
        const string Text = """
            id: 7
            data:

            : a sign of life

            id: 8
            event: zotregistry.image.updated
            data: {"a":1}

            data:first
            data: second
            retry: 5

            data: cut off
            """;
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text.ReplaceLineEndings("\r\n")));

        var messages = await ServerSentEvents.ReadAsync(stream, TimeSpan.FromMinutes(1), TimeProvider.System, default).ToListAsync();

        Assert.Equal([("7", ""), ("8", """{"a":1}"""), (null, "first\nsecond")], messages.Select(static message => (message.EventId, message.Data)));
    }

    [Fact(Timeout = 240_000)]
    public async Task Read_of_a_silent_stream_throws_a_timeout()
    {
        var time = new ManualTime();
        var pipe = new Pipe();
        await using var silent = pipe.Reader.AsStream();

        var reading = ServerSentEvents.ReadAsync(silent, TimeSpan.FromSeconds(50), time, default).ToListAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(49));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => reading);
    }
}
#endif
