#if EXT_EVENTS
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Xunit;
using Zot.Auth;
using Zot.Auth.AccessControl;
using Zot.Extensions.Events;
using Zot.Hosting;
using Zot.Testing;

namespace Zot.Extensions.Tests.Events;

public sealed class EventStreamTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Pipe _pipe = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 240_000)]
    public async Task Caller_IsAnsweredBeforeAnythingHappens()
    {
        await using var journal = SomeEvents.Journal(_folder["_events/journal.db"]);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var context = new DefaultHttpContext { RequestAborted = leave.Token };
        context.Features.Set<IAccessFeature>(new Open());
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_pipe.Writer.AsStream()));

        // The time stands still: it is not the sign of life that is waited for.
        var stream = new EventStream(journal, journal, new StoppedTime()).HandleAsync(context);
        var first = await _pipe.Reader.ReadAsync(leave.Token);

        Assert.Equal("id: 0\n\n"u8, first.Buffer.FirstSpan);
        await leave.CancelAsync();
        await stream;
    }

    private sealed class StoppedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Open : IAccessFeature
    {
        public AccessControlContext Access => OpenPolicy.Instance.ContextFor(Identity.Anonymous);
    }
}
#endif
