using Zot.Auth.Sessions;
using Zot.Scheduling;

namespace Zot.Server.Serving;

/// <summary>Removes expired sessions.</summary>
internal sealed class SessionJobs(ISessionStore sessions) : IJobSource
{
    public string Name => "sessions";

    public JobPriority Priority => JobPriority.Low;

    public TimeSpan Period => TimeSpan.FromHours(2);

    public IAsyncEnumerable<Job> EnumerateAsync(CancellationToken cancellationToken) =>
        new[] { new Job(Name, stop => sessions.RemoveEndedAsync(stop).AsTask()) }.ToAsyncEnumerable();
}
