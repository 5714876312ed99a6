#if EXT_EVENTS
namespace Zot.Extensions.Events.Journal;

/// <summary>A write that is part of a group, and the task of its caller.</summary>
internal sealed class JournalWork(Func<JournalStatements, long> action)
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _result;

    /// <summary>The task that completes with the result once the group is committed.</summary>
    public Task<long> Done => _done.Task;

    public void Do(JournalStatements statements) => _result = action(statements);

    public void Complete() => _done.SetResult(_result);

    /// <summary>Fails the task of the caller.</summary>
    public void Fail(Exception cause) => _done.SetException(
        cause as JournalException
            ?? new JournalException($"the event journal cannot be written: {cause.Message}", cause));
}
#endif
