using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver that counts how often objects are opened for reading.</summary>
public class CountingDriver : DispatchProxy
{
    private IStorageDriver _inner = null!;
    private int _opened;

    /// <summary>The number of opened objects.</summary>
    public int Opened => _opened;

    /// <summary>Creates a driver that wraps another one, with its counter.</summary>
    public static (IStorageDriver Driver, CountingDriver Count) Create(IStorageDriver inner)
    {
        var driver = Create<IStorageDriver, CountingDriver>();
        var count = (CountingDriver)driver;
        count._inner = inner;
        return (driver, count);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IStorageDriver.OpenAsync))
        {
            Interlocked.Increment(ref _opened);
        }

        return targetMethod.Invoke(_inner, args);
    }
}
