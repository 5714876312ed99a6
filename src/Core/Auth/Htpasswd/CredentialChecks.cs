using System.Collections.Concurrent;

namespace Zot.Auth.Htpasswd;

/// <summary>Runs the slow checks: as many at once in this process as there are processors, and equal ones only once.</summary>
/// <remarks>A client opens several connections at once, all with credentials that nobody has checked yet.</remarks>
internal sealed class CredentialChecks
{
    private static readonly SemaphoreSlim Slots = new(Environment.ProcessorCount);

    private readonly ConcurrentDictionary<CredentialKey, TaskCompletionSource<bool>> _running = new();

    /// <summary>Whether <paramref name="hash"/> is that of <paramref name="password"/>, found out off the caller's thread.</summary>
    public async Task<bool> MatchesAsync(
        CredentialKey key, PasswordHash hash, string password, CancellationToken cancellationToken)
    {
        while (true)
        {
            var mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var running = _running.GetOrAdd(key, mine);
            if (ReferenceEquals(running, mine))
            {
                return await RunAsync(mine, key, hash, password, cancellationToken);
            }

            try
            {
                return await running.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The client whose check this was has gone away; the next one asks anew.
            }
        }
    }

    private async Task<bool> RunAsync(
        TaskCompletionSource<bool> outcome,
        CredentialKey key,
        PasswordHash hash,
        string password,
        CancellationToken cancellationToken)
    {
        try
        {
            await Slots.WaitAsync(cancellationToken);
            try
            {
                var matches = await Task.Run(() => hash.Matches(password), CancellationToken.None);
                outcome.SetResult(matches);
                return matches;
            }
            finally
            {
                Slots.Release();
            }
        }
        finally
        {
            _running.TryRemove(key, out _);
            outcome.TrySetCanceled(CancellationToken.None);
        }
    }
}
