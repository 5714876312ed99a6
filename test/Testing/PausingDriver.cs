using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A store that keeps whoever looks at one object waiting, until it is let on.</summary>
public class PausingDriver : DispatchProxy
{
    private readonly TaskCompletionSource _isReached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayGoOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IStorageDriver _inner = null!;
    private StorageKey? _key;

    /// <summary>A store in front of another, and who pauses it.</summary>
    public static (IStorageDriver Driver, PausingDriver Pause) Create(IStorageDriver inner)
    {
        var driver = Create<IStorageDriver, PausingDriver>();
        var pause = (PausingDriver)driver;
        pause._inner = inner;
        return (driver, pause);
    }

    /// <summary>From now on a look at an object waits.</summary>
    /// <returns>When somebody waits.</returns>
    public Task PauseAt(StorageKey key)
    {
        _key = key;
        return _isReached.Task;
    }

    /// <summary>Lets everybody on.</summary>
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
