using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver that fails for one key and all keys below it.</summary>
public class UnreadableDriver : DispatchProxy
{
    private IStorageDriver _inner = null!;
    private Func<string, bool> _isUnreadable = null!;
    private Func<Exception> _failure = null!;

    /// <summary>The number of failed calls.</summary>
    public int Failures { get; private set; }

    /// <summary>Creates a driver that wraps another one. Disposing it leaves the inner driver open.</summary>
    /// <param name="inner">The inner driver.</param>
    /// <param name="key">The key.</param>
    /// <param name="failure">The failure; permission denied by default.</param>
    /// <param name="onlyBelow">True to exclude the key itself.</param>
    public static IStorageDriver Create(IStorageDriver inner, string key, Func<Exception>? failure = null, bool onlyBelow = false)
    {
        var driver = Create<IStorageDriver, UnreadableDriver>();
        var self = (UnreadableDriver)driver;
        self._inner = inner;
        self._isUnreadable = text => (text == key && !onlyBelow) || text.StartsWith($"{key}/", StringComparison.Ordinal);
        self._failure = failure ?? (static () => new UnauthorizedAccessException("permission denied"));
        return driver;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == nameof(IAsyncDisposable.DisposeAsync))
        {
            return default(ValueTask);
        }

        foreach (var argument in args ?? [])
        {
            if (argument is StorageKey key && _isUnreadable(key.ToString()))
            {
                Failures++;
                throw _failure();
            }
        }

        return targetMethod.Invoke(_inner, args);
    }
}
