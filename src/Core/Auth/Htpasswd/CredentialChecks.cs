using System.Collections.Concurrent;

namespace Zot.Auth.Htpasswd;

/// <summary>
/// Runs slow checks (see <see cref="CheckQueue"/>); concurrent checks of the same credentials run once.
/// </summary>
/// <remarks>A client opens several connections at once, all with credentials that are not verified yet.</remarks>
internal sealed class CredentialChecks
{
    private static readonly CheckQueue Queue = new(Environment.ProcessorCount);

    private readonly ConcurrentDictionary<CredentialKey, TaskCompletionSource<bool>> _running = new();

    /// <summary>Runs a check, or awaits the running check of the same credentials.</summary>
    /// <param name="key">The credentials.</param>
    /// <param name="lane">The client and the user.</param>
    /// <param name="check">The check.</param>
    /// <param name="cancellationToken">Canceled when the request is aborted.</param>
    public async Task<bool> MatchesAsync(
        CredentialKey key, CheckLane lane, Func<bool> check, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(key, mine);
            if (ReferenceEquals(running, mine))
            {
                return await RunAsync(mine, key, lane, check, cancellationToken);
            }

            try
            {
                return await running.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The client that started the check has disconnected; start a new check.
            }
        }
    }

    private async Task<bool> RunAsync(
        TaskCompletionSource<bool> outcome,
        CredentialKey key,
        CheckLane lane,
        Func<bool> check,
        CancellationToken cancellationToken)
    {
        try
        {
            var matches = await Queue.RunAsync(lane, check, cancellationToken);
            outcome.SetResult(matches);
            return matches;
        }
        finally
        {
            _running.TryRemove(key, out _);
            outcome.TrySetCanceled(CancellationToken.None);
        }
    }
}
