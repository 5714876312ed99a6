#if EXT_EVENTS
using Zot.Extensions.Events.Journal;

namespace Zot.Extensions.Events.Delivery;

/// <summary>Loads the manifests of events from the journal for the duration of an attempt.</summary>
/// <remarks>
/// Queues hold events without their manifests, which may have 4 MiB each. Attempts with large manifests are serialized,
/// so that a sink has 4 MiB of them in memory at a time, plus at most
/// <see cref="MaxConcurrent"/> for each other attempt.
/// </remarks>
internal sealed class ManifestSink(IEventSink inner, IJournalQueries journal) : IEventSink, IDisposable
{
    // The total manifest size, in bytes, up to which attempts run concurrently.
    private const int MaxConcurrent = 512 * 1024;

    private readonly SemaphoreSlim _large = new(1);

    /// <inheritdoc/>
    public async ValueTask WriteAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        switch (events.Sum(static entry => (long)entry.ManifestLength))
        {
            case 0:
                await inner.WriteAsync(events, cancellationToken);
                break;
            case <= MaxConcurrent:
                await inner.WriteAsync(Load(events), cancellationToken);
                break;
            default:
                await WriteLargeAsync(events, cancellationToken);
                break;
        }
    }

    /// <inheritdoc/>
    public async ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        await inner.CloseAsync(cancellationToken);
        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _large.Dispose();

    private async Task WriteLargeAsync(IReadOnlyList<JournalEntry> events, CancellationToken cancellationToken)
    {
        await _large.WaitAsync(cancellationToken);
        try
        {
            await inner.WriteAsync(Load(events), cancellationToken);
        }
        finally
        {
            _large.Release();
        }
    }

    private List<JournalEntry> Load(IReadOnlyList<JournalEntry> events) =>
    [
        .. events.Select(entry => entry.ManifestId is { } id
            ? entry with { Event = entry.Event with { Manifest = journal.ReadManifest(id) } }
            : entry),
    ];
}
#endif
