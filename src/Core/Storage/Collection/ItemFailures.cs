namespace Zot.Storage.Collection;

/// <summary>
/// Collects the failures of a loop over independent items: a failure of one does not stop the others.
/// </summary>
internal sealed class ItemFailures
{
    // The first failures describe the problem; the total count indicates the extent.
    private const int MaxKept = 16;

    private readonly List<Exception> _kept = [];
    private int _count;

    /// <summary>Processes one item; a failure is recorded with its name.</summary>
    internal async ValueTask TryAsync(object item, Func<ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of any kind affects this item only.
            Add(item, cause);
        }
    }

    /// <summary>Throws if any item has failed.</summary>
    /// <exception cref="IOException">
    /// Items have failed; the message has the first failures with the names of their items.
    /// </exception>
    internal void ThrowIfAny()
    {
        if (_count > 0)
        {
            var more = _count > _kept.Count ? $"; and {_count - _kept.Count} more" : "";
            throw new IOException(
                $"{string.Join("; ", _kept.Select(static cause => cause.Message))}{more}",
                _kept.Count == 1 ? _kept[0] : new AggregateException(_kept));
        }
    }

    private void Add(object item, Exception cause)
    {
        if (_count++ < MaxKept)
        {
            _kept.Add(new IOException($"{item}: {cause.Message}", cause));
        }
    }
}
