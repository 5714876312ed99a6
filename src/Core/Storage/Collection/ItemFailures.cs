namespace Zot.Storage.Collection;

/// <summary>The failures of a loop over items that do not depend on each other: one that fails does not end the others.</summary>
internal sealed class ItemFailures
{
    // The first say what is wrong; the number says how much.
    private const int MaxKept = 16;

    private readonly List<Exception> _kept = [];
    private int _count;

    /// <summary>Does the work of one item; a failure is kept with its name.</summary>
    internal async ValueTask TryAsync(object item, Func<ValueTask> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            // A failure of any kind concerns this item only.
            Add(item, cause);
        }
    }

    /// <summary>Throws when items have failed.</summary>
    /// <exception cref="IOException">The first failures, each with the name of its item.</exception>
    internal void ThrowIfAny()
    {
        if (_count > 0)
        {
            var more = _count > _kept.Count ? $"; and {_count - _kept.Count} more" : "";
            throw new IOException(
                $"{string.Join("; ", _kept.Select(static cause => cause.Message))}{more}", _kept.Count == 1 ? _kept[0] : new AggregateException(_kept));
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
