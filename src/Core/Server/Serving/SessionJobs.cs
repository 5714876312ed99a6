using Zot.Auth.Sessions;
using Zot.Scheduling;

namespace Zot.Server.Serving;

/// <summary>Removes expired sessions.</summary>
internal sealed class SessionJobs(SessionFiles sessions) : IJobSource
{
    public string Name => "sessions";

    public JobPriority Priority => JobPriority.Low;

    public TimeSpan Period => SessionFiles.Life;

    public IAsyncEnumerable<Job> EnumerateAsync(CancellationToken cancellationToken) =>
        new[] { new Job(Name, Remove) }.ToAsyncEnumerable();

    private Task Remove(CancellationToken cancellationToken)
    {
        sessions.RemoveEnded();
        return Task.CompletedTask;
    }
}
