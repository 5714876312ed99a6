namespace Zot.Testing;

/// <summary>A request body that is not delivered until <see cref="Go"/> is called.</summary>
public sealed class PausedStream(byte[] content) : MemoryStream(content)
{
    private readonly TaskCompletionSource _reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _going = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when a reader waits for the bytes.</summary>
    public Task Reading => _reading.Task;

    public void Go() => _going.TrySetResult();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _reading.TrySetResult();
        await _going.Task.WaitAsync(cancellationToken);
        return await base.ReadAsync(buffer, cancellationToken);
    }
}
