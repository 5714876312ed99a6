namespace Zot.Registry;

/// <summary>Notifies any number of subscribers, in the order in which they subscribed.</summary>
/// <remarks>Publishing neither locks nor allocates.</remarks>
/// <typeparam name="T">The type of the items.</typeparam>
public abstract class Feed<T>
    where T : struct
{
    private readonly Lock _gate = new();
    private volatile FeedHandler<T>[] _handlers = [];

    /// <summary>Indicates whether there is a subscriber.</summary>
    public bool HasSubscribers => _handlers.Length > 0;

    /// <summary>Subscribes to all items from now on.</summary>
    public void Subscribe(FeedHandler<T> handler)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers, handler];
        }
    }

    /// <summary>Notifies all subscribers.</summary>
    public void Publish(in T item)
    {
        foreach (var handler in _handlers)
        {
            try
            {
                handler(in item);
            }
            catch (Exception cause)
            {
                // A failing subscriber must affect neither the others nor the operation, which has been made.
                LogFailure(cause, in item);
            }
        }
    }

    /// <summary>Logs the exception of a subscriber.</summary>
    protected abstract void LogFailure(Exception cause, in T item);
}
