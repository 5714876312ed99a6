#if EXT_EVENTS
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Zot.Extensions.Events.Delivery;
using Zot.Extensions.Events.Journal;
using Zot.Extensions.Events.Model;
using Zot.Registry;

namespace Zot.Extensions.Events.Listening;

/// <summary>
/// Makes changes between two entries of the journal: the intent before, and the outcome after. Both are written before
/// the client gets its response. A crash in between leaves the intent, and <see cref="RecoverAsync"/> determines its
/// outcome from the content.
/// </summary>
internal sealed partial class ChangeRecorder(
    IEventJournal journal,
    IntentResolver resolver,
    Backpressure? backpressure,
    ILogger<ChangeRecorder> logger) : IDisposable
{
    // Outcomes that could not be written, for example because the disk was full. They are written before anything else.
    private readonly ConcurrentQueue<KeyValuePair<long, IReadOnlyList<RegistryEvent>>> _owed = new();
    private readonly SemaphoreSlim _settling = new(1, 1);

    /// <summary>Makes a change.</summary>
    /// <param name="intent">The intent of the change.</param>
    /// <param name="change">The function that makes the change.</param>
    /// <param name="eventsOf">The function that returns the events of the change, given its result.</param>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unavailable"/> when the journal cannot be written.
    /// </exception>
    public async ValueTask<T> ChangeAsync<T>(
        Intent intent, Func<ValueTask<T>> change, Func<T, IReadOnlyList<RegistryEvent>> eventsOf)
    {
        if (backpressure?.Reason is { } reason)
        {
            throw RegistryError.Unavailable.With("name", intent.Event.Repository, reason);
        }

        var number = await WriteAsync(
            async () =>
            {
                await FlushAsync();
                return await journal.BeginAsync(intent);
            },
            intent.Event);
        T result;
        try
        {
            result = await change();
        }
        catch
        {
            // The change may have been made even so, if the failure occurred afterwards.
            await EndFailedAsync(number, intent);
            throw;
        }

        await EndAsync(number, eventsOf(result), intent);
        return result;
    }

    /// <summary>
    /// Resolves the changes that were in progress when the process stopped. Must be called
    /// before requests are accepted.
    /// </summary>
    public async Task RecoverAsync()
    {
        foreach (var (number, intent) in journal.OpenIntents)
        {
            await ResolveAsync(number, intent);
        }
    }

    // A repository that cannot be read must not prevent the start: a later start resolves the change.
    private async Task ResolveAsync(long number, Intent intent)
    {
        try
        {
            var events = await resolver.ResolveAsync(intent);
            await journal.EndAsync(number, events);
            LogRecovered(intent.Event.Kind, intent.Event.Repository, intent.Event.Reference, events.Count);
        }
        catch (Exception cause)
        {
            // Any exception: the other changes are still resolved, and the registry starts.
            LogNotRecovered(cause, intent.Event.Kind, intent.Event.Repository, intent.Event.Reference);
        }
    }

    // The client always gets the failure of the change. An intent that remains is resolved by the next start.
    private async ValueTask EndFailedAsync(long number, Intent intent)
    {
        try
        {
            await EndAsync(number, await resolver.ResolveAsync(intent), intent);
        }
        catch (Exception cause)
        {
            // The client gets the failure of the change itself.
            LogNotRecovered(cause, intent.Event.Kind, intent.Event.Repository, intent.Event.Reference);
        }
    }

    /// <summary>Records an event that does not belong to a change.</summary>
    /// <exception cref="RegistryException">
    /// <see cref="RegistryError.Unavailable"/> when the journal cannot be written.
    /// </exception>
    public async ValueTask RecordAsync(RegistryEvent happened) => await WriteAsync(
        async () =>
        {
            await journal.AppendAsync([happened]);
            return true;
        },
        happened);

    private ValueTask<bool> EndAsync(long number, IReadOnlyList<RegistryEvent> events, Intent intent) => WriteAsync(
        async () =>
        {
            try
            {
                await journal.EndAsync(number, events);
                return true;
            }
            catch (JournalException)
            {
                _owed.Enqueue(KeyValuePair.Create(number, events));
                throw;
            }
        },
        intent.Event);

    private async ValueTask FlushAsync()
    {
        if (_owed.IsEmpty)
        {
            return;
        }

        await _settling.WaitAsync();
        try
        {
            while (_owed.TryPeek(out var owed))
            {
                await journal.EndAsync(owed.Key, owed.Value);
                _owed.TryDequeue(out _);
            }
        }
        finally
        {
            _settling.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _settling.Dispose();

    // The request fails: without a writable journal, delivery of the event could not be guaranteed.
    private async ValueTask<TResult> WriteAsync<TResult>(Func<ValueTask<TResult>> write, RegistryEvent happened)
    {
        try
        {
            return await write();
        }
        catch (JournalException cause)
        {
            LogNotWritten(cause, happened.Kind, happened.Repository, happened.Reference);
            throw RegistryError.Unavailable.With("name", happened.Repository, "the event journal cannot be written");
        }
    }

    [LoggerMessage(5003, LogLevel.Information,
        "resolved a change that was in progress at the last stop: {Kind} {Repository} {Reference}, events: {Events}")]
    private partial void LogRecovered(EventKind kind, string repository, string reference, int events);

    [LoggerMessage(5027, LogLevel.Error,
        "failed to resolve a change, the next start retries: {Kind} {Repository} {Reference}")]
    private partial void LogNotRecovered(Exception cause, EventKind kind, string repository, string reference);

    [LoggerMessage(5004, LogLevel.Error, "failed to write the event journal: {Kind} {Repository} {Reference}")]
    private partial void LogNotWritten(Exception cause, EventKind kind, string repository, string reference);
}
#endif
