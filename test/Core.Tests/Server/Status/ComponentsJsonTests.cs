using System.Text;
using System.Text.Json;
using Xunit;
using Zot.Client;
using Zot.Hosting.Status;
using Zot.Server.Status;

namespace Zot.Core.Tests.Server.Status;

public sealed class ComponentsJsonTests
{
    [Fact]
    public void Item_is_written_with_its_counts_and_its_last_failure()
    {
        var item = new StatusItem("event sink", "hook", "resting")
        {
            Counts = [new("pending", 17), new("deadLetters", 2)],
            LastFailure = new string('x', 600),
            LastFailed = DateTimeOffset.UnixEpoch,
        };

        var written = Assert.Single(Write(new Source([item])));

        Assert.Equal(("event sink", "hook", "resting"), (written.Text("kind"), written.Text("name"), written.Text("state")));
        Assert.Equal((17, 2), (written.Within("counts").GetProperty("pending").GetInt64(), written.Within("counts").GetProperty("deadLetters").GetInt64()));
        Assert.Equal(500, written.Text("lastFailure").Length);
        Assert.Equal(DateTimeOffset.UnixEpoch, written.GetProperty("lastFailed").GetDateTimeOffset());
    }

    [Fact]
    public void Source_that_throws_is_an_item_and_does_not_hide_others()
    {
        var written = Write(new Source(null), new Source([new StatusItem("event sink", "hook", "running")]));

        Assert.Equal(["unknown", "running"], written.Select(static item => item.Text("state")));
        Assert.Equal("no such table", written[0].Text("lastFailure"));
    }

    private static List<JsonElement> Write(params IStatusSource[] sources)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            ComponentsJson.Write(json, sources);
            json.WriteEndObject();
        }

        return [.. JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray())).RootElement.GetProperty("components").EnumerateArray()];
    }

    private sealed class Source(IReadOnlyList<StatusItem>? items) : IStatusSource
    {
        public IReadOnlyList<StatusItem> Read() => items ?? throw new InvalidOperationException("no such table");
    }
}
