using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A store in which some calls for some keys fail.</summary>
public class FailingKeyDriver : DispatchProxy
{
    private IStorageDriver _inner = null!;
    private Func<string, StorageKey, Exception?> _failureOf = null!;

    /// <summary>Creates such a store in front of another one. Its disposal leaves the other one open.</summary>
    /// <param name="inner">The other one.</param>
    /// <param name="failureOf">The failure of a method for a key; <see langword="null"/> for none.</param>
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
