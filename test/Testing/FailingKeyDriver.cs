using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver that fails for selected methods and keys.</summary>
public class FailingKeyDriver : DispatchProxy
{
    private IStorageDriver _inner = null!;
    private Func<string, StorageKey, Exception?> _failureOf = null!;

    /// <summary>Creates a driver that wraps another one. Disposing it leaves the inner driver open.</summary>
    /// <param name="inner">The inner driver.</param>
    /// <param name="failureOf">Returns the failure of a method for a key; <see langword="null"/> for none.</param>
    public static IStorageDriver Create(IStorageDriver inner, Func<string, StorageKey, Exception?> failureOf)
    {
        var driver = Create<IStorageDriver, FailingKeyDriver>();
        var self = (FailingKeyDriver)driver;
        (self._inner, self._failureOf) = (inner, failureOf);
        return driver;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IAsyncDisposable.DisposeAsync))
        {
            return default(ValueTask);
        }

        return args is [StorageKey key, ..] && _failureOf(targetMethod.Name, key) is { } failure ? throw failure : targetMethod.Invoke(_inner, args);
    }
}
