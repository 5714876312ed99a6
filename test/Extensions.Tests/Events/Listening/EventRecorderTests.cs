#if EXT_EVENTS
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Extensions.Events.Formats;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Listening;
using Zot.Hosting;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Listening;

public sealed class EventRecorderTests : IDisposable
{
    private static readonly RepositoryName Repository = RepositoryName.Parse("team/app");
    private static readonly Digest Damaged = Some.Digest("layer");

    private readonly TemporaryDirectory _folder = new();
    private readonly EventBridge _bridge = new(TimeProvider.System);

    [Fact]
    public async Task Scrub_with_findings_is_a_CloudEvent()
    {
        await using var journal = SomeEvents.Journal(_folder["journal.db"]);
        await journal.OpenSinkAsync("hook");

        await Recorder(journal).RecordAsync(new RepositoryScrubbed(
            Repository,
            Count: 12,
            AffectedCount: 2,
            [new ScrubResult(Repository, "v1", Damaged, "bad blob digest"), new ScrubResult(Repository, "v2", AffectedBlob: null, "bad manifest")]));

        var entry = Assert.Single(await journal.ReadAsync("hook", 0, repository: null, 10));
        Assert.Equal("zotregistry.repository.scrubbed", CloudEventData.TypeOf(entry.Event));
        Assert.Contains(
            $$$""""data":{"name":"team/app","summary":{"count":12,"affectedCount":2},"affected":[{"reference":"v1","affectedBlob":"{{{Damaged}}}","error":"bad blob digest"},{"reference":"v2","error":"bad manifest"}]}}"""",
            Encoding.UTF8.GetString(CloudEventStructure.Write(entry).Span),
            StringComparison.Ordinal);
        Assert.Null(NotificationAction.Of(entry.Event.Kind, isExtended: true));
    }

    [Fact]
    public async Task Scrub_whose_event_cannot_be_written_continues()
    {
        var journal = SomeEvents.Journal(_folder["journal.db"]);
        await journal.DisposeAsync();

        await Recorder(journal).RecordAsync(new RepositoryScrubbed(Repository, 1, 1, [new ScrubResult(Repository, "v1", Damaged, "bad blob digest")]));

        await using var again = SomeEvents.Journal(_folder["journal.db"]);
        Assert.Empty(await again.ReadAsync("hook", 0, repository: null, 10));
    }

    public void Dispose() => _folder.Dispose();

    private EventRecorder Recorder(SqliteJournal journal) => new(journal, _bridge, NullLogger<EventRecorder>.Instance);
}
#endif
