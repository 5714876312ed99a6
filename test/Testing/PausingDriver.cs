using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver that blocks callers that stat one key, until they are released.</summary>
public class PausingDriver : DispatchProxy
{
    private readonly TaskCompletionSource _isReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IStorageDriver _inner = null!;
    private StorageKey? _key;

    /// <summary>Creates a driver that wraps another one, with its control.</summary>
    public static (IStorageDriver Driver, PausingDriver Pause) Create(IStorageDriver inner)
    {
        var driver = Create<IStorageDriver, PausingDriver>();
        var pause = (PausingDriver)driver;
        pause._inner = inner;
        return (driver, pause);
    }

    /// <summary>Blocks every stat of a key from now on.</summary>
    /// <returns>A task that completes when a caller is blocked.</returns>
    public Task PauseAt(StorageKey key)
    {
        _key = key;
        return _isReached.Task;
    }

    /// <summary>Releases all blocked callers.</summary>
    public void GoOn()
    {
        _key = null;
        _mayGoOn.SetResult();
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == nameof(IStorageDriver.StatAsync) && args![0] is StorageKey key && key == _key
            ? new ValueTask<StoredObject?>(StatLaterAsync(key))
            : targetMethod.Invoke(_inner, args);

    private async Task<StoredObject?> StatLaterAsync(StorageKey key)
    {
        _isReached.TrySetResult();
        await _mayGoOn.Task;
        return await _inner.StatAsync(key, default);
    }
}
