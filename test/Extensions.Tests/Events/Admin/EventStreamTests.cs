#if EXT_EVENTS
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth.AccessControl;
using Zot.Extensions.Events.Admin;
using Zot.Extensions.Events.Journal;
using Zot.Hosting.Routes;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events.Admin;

public sealed class EventStreamTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Pipe _pipe = new();
    private readonly Rights _rights = new();
    private readonly Lifetime _lifetime = new();
    private readonly StringBuilder _seen = new();
    private SqliteJournal _journal = null!;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _journal = SomeEvents.Journal(_folder["_events/journal.db"]);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        _lifetime.Dispose();
        _folder.Dispose();
    }

    [Fact(Timeout = 240_000)]
    public async Task Client_gets_the_response_headers_before_the_first_event()
    {
        var stream = Open();

        await SeeAsync("id: 0\ndata:\n\n");

        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Stream_ends_at_once_when_the_registry_stops()
    {
        var stream = Open();
        await SeeAsync("id: 0\ndata:\n\n");

        await _lifetime.StopAsync();

        await stream; // the clock is stopped
    }

    [Fact(Timeout = 240_000)]
    public async Task Revoked_caller_gets_no_further_event()
    {
        var stream = Open();
        await SeeAsync("id: 0\ndata:\n\n");
        await _journal.AppendAsync([SomeEvents.Push("before")]);
        await SeeAsync("before");

        _rights.IsRevoked = true;
        await _journal.AppendAsync([SomeEvents.Push("after")]);
        await stream;

        await _pipe.Writer.CompleteAsync();
        Assert.DoesNotContain("after", await RestAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 240_000)]
    public async Task Revoked_caller_of_an_idle_stream_is_disconnected_at_the_next_keep_alive()
    {
        var time = new ManualTime();
        var stream = Open(time: time);
        await SeeAsync("id: 0\ndata:\n\n");

        _rights.IsRevoked = true;
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return Task.FromResult(stream.IsCompleted);
            },
            "the stream ends");
    }

    [Fact(Timeout = 240_000)]
    public async Task Stream_whose_events_are_all_denied_gets_keep_alive_comments()
    {
        var time = new ManualTime();
        var denied = 0;
        _rights.MayRead = (_, _) => Interlocked.Increment(ref denied) < 0;
        var stream = Open(time: time);
        await SeeAsync("id: 0\ndata:\n\n");

        // The events are closer together than the comments.
        for (var count = 1; count <= 10; count++)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await _journal.AppendAsync([SomeEvents.Push($"denied{count}")]);
            await Eventually.HoldsAsync(
                () => Task.FromResult(Volatile.Read(ref denied) == count), "the event is denied");
        }

        await SeeAsync("\n\n:\n\n").WaitAsync(TimeSpan.FromSeconds(10), Test);
        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Event_is_authorized_by_the_current_permissions_for_its_tag()
    {
        var stream = Open();
        await SeeAsync("id: 0\ndata:\n\n");
        _rights.MayRead = static (repository, reference) => repository == "team/app" && reference != "secret";

        await _journal.AppendAsync(
        [
            SomeEvents.Push("hidden1") with { Tag = "secret" }, SomeEvents.Push("hidden2", "team/other"), SomeEvents.Push("told") with { Tag = "v1" },
        ]);
        await SeeAsync("\"id\":\"told\"");

        Assert.DoesNotContain("hidden", _seen.ToString(), StringComparison.Ordinal);
        await _lifetime.StopAsync();
        await stream;
    }

    [Theory(Timeout = 240_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Actor_and_request_are_sent_only_with_the_audit_permission(bool mayAudit)
    {
        _rights.MayAudit = mayAudit;
        await _journal.AppendAsync([SomeEvents.Push("past")]);
        var stream = Open(lastEventId: 0);
        await SeeAsync("\"id\":\"past\"");
        await _journal.AppendAsync([SomeEvents.Push("now")]);
        await SeeAsync("\"id\":\"now\"");

        foreach (var who in new[] { "ci-bot", "192.0.2.10", "docker/27.0", "actor", "request" })
        {
            Assert.Equal(mayAudit, _seen.ToString().Contains(who, StringComparison.Ordinal));
        }

        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Manifest_is_part_of_the_stream_up_to_64_KiB()
    {
        await _journal.AppendAsync(
        [
            SomeEvents.Push("small") with { Manifest = new string('s', 60_000) }, SomeEvents.Push("large") with { Manifest = new string('l', 70_000) },
        ]);
        var stream = Open(lastEventId: 0);

        await SeeAsync("\"id\":\"large\"");

        Assert.Contains(new string('s', 60_000), _seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("llll", _seen.ToString(), StringComparison.Ordinal);
        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Events_that_cannot_be_written_are_skipped_and_the_next_ones_are_sent()
    {
        await _journal.AppendAsync(
        [
            SomeEvents.Push("first"), SomeEvents.Push("poison") with { Manifest = new string('s', 60_000) }, SomeEvents.Push("last"),
        ]);
        await using (var other = new SqliteConnection($"Data Source={_folder["_events/journal.db"]};Pooling=False"))
        {
            await other.OpenAsync(Test);
            await using var command = other.CreateCommand();
            command.CommandText = "UPDATE manifests SET body = x'00'";
            await command.ExecuteNonQueryAsync(Test);
        }

        var stream = Open(lastEventId: 0);
        await SeeAsync("\"id\":\"last\"");

        Assert.Contains("\"id\":\"first\"", _seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("poison", _seen.ToString(), StringComparison.Ordinal);
        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Last_event_id_of_a_previous_journal_starts_the_stream_with_new_events()
    {
        await _journal.AppendAsync([SomeEvents.Push("old")]);
        var stream = Open(lastEventId: 4711);
        await SeeAsync("id: 1\ndata:\n\n");

        await _journal.AppendAsync([SomeEvents.Push("new")]);
        await SeeAsync("\"id\":\"new\"");

        Assert.DoesNotContain("old", _seen.ToString(), StringComparison.Ordinal);
        await _lifetime.StopAsync();
        await stream;
    }

    [Fact(Timeout = 240_000)]
    public async Task Event_that_cannot_be_written_is_skipped_and_the_next_one_is_sent()
    {
        await _journal.AppendAsync([SomeEvents.Push("bad") with { Manifest = new string('m', 10_000) }, SomeEvents.Push("good")]);
        using (var connection = new SqliteConnection($"Data Source={_folder["_events/journal.db"]};Pooling=false"))
        {
            connection.Open();
            using var damage = connection.CreateCommand();
            damage.CommandText = "UPDATE manifests SET body = x'00'";
            damage.ExecuteNonQuery();
        }

        var stream = Open(lastEventId: 0);
        await SeeAsync("\"id\":\"good\"");

        Assert.DoesNotContain("\"id\":\"bad\"", _seen.ToString(), StringComparison.Ordinal);
        await _lifetime.StopAsync();
        await stream;
    }

    private Task Open(long? lastEventId = null, TimeProvider? time = null)
    {
        var context = new DefaultHttpContext { RequestAborted = Test };
        if (lastEventId is { } id)
        {
            context.Request.Headers["Last-Event-ID"] = id.ToString(CultureInfo.InvariantCulture);
        }

        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_pipe.Writer.AsStream()));
        return new EventStream(_journal, _journal, _rights, _lifetime, time ?? new StoppedTime(), NullLogger<EventStream>.Instance).HandleAsync(context);
    }

    private async Task SeeAsync(string text)
    {
        while (!_seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            await ReadAsync();
        }
    }

    private async Task<bool> ReadAsync()
    {
        var read = await _pipe.Reader.ReadAsync(Test);
        _seen.Append(Encoding.UTF8.GetString(read.Buffer));
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        return read.IsCompleted;
    }

    private async Task<string> RestAsync()
    {
        while (!await ReadAsync())
        {
        }

        return _seen.ToString();
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Rights : IAccessReview, ICallerRights
    {
        public bool IsRevoked { get; set; }

        public bool MayAudit { get; set; }

        public Func<string, string, bool> MayRead { get; set; } = static (_, _) => true;

        public ValueTask<ICallerRights?> ReviewAsync(HttpContext context) => ValueTask.FromResult<ICallerRights?>(IsRevoked ? null : this);

        public bool May(AccessAction action, RepositoryName repository, string reference) =>
            action == AccessAction.Audit ? MayAudit : MayRead(repository.ToString(), reference);
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => default;

        public Task StopAsync() => _stopping.CancelAsync();

        public void StopApplication() => _stopping.Cancel();

        public void Dispose() => _stopping.Dispose();
    }
}
#endif
