namespace Zot.Client.Distribution;

/// <summary>
/// The right to one of the concurrent requests, until the body of its response has been read or disposed.
/// </summary>
/// <param name="release">Called once.</param>
internal sealed class RequestSlot(Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Releases the slot; later calls have no effect.</summary>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
