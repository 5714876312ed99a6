using System.Reflection;
using Zot.Storage.Drivers;

namespace Zot.Testing;

/// <summary>A storage driver on a medium that is full or read-only.</summary>
public class UnwritableDriver : DispatchProxy
{
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    private static readonly string[] NeedSpace =
    [
        nameof(IStorageDriver.WriteAsync), nameof(IStorageDriver.AppendAsync), nameof(IStorageDriver.StageAsync),
        nameof(IStorageDriver.MoveAsync), nameof(IStorageDriver.LinkAsync), nameof(IStorageDriver.CreateDirectoryAsync),
    ];

    private static readonly string[] Change =
        [.. NeedSpace, nameof(IStorageDriver.TouchAsync), nameof(IStorageDriver.DeleteAsync), nameof(IStorageDriver.RemoveDirectoryAsync)];

    private IStorageDriver _inner = null!;
    private MediumCondition _condition;
    private MediumCondition _reported;
    private bool _isReserved;
    private bool _mayAppend;

    /// <summary>Creates a driver that wraps another one. Disposing it leaves the inner driver open.</summary>
    /// <param name="inner">The inner driver.</param>
    /// <param name="condition">The condition of the medium.</param>
    /// <param name="isReserved">True if space is reserved for deletions.</param>
    public static IStorageDriver Create(IStorageDriver inner, MediumCondition condition, bool isReserved = true)
    {
        var driver = Create<IStorageDriver, UnwritableDriver>();
        var self = (UnwritableDriver)driver;
        (self._inner, self._condition, self._reported, self._isReserved) = (inner, condition, condition, isReserved);
        return driver;
    }

    /// <summary>
    /// Changes the condition of the medium; the driver still reports the condition it was opened with.
    /// </summary>
    public static void Become(IStorageDriver driver, MediumCondition condition) => ((UnwritableDriver)driver)._condition = condition;

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IAsyncDisposable.DisposeAsync):
                return default(ValueTask);
            case "get_Condition":
                return _reported;
            case nameof(IStorageDriver.ReleaseReserveAsync):
                (_mayAppend, _isReserved) = (_isReserved, false);
                return new ValueTask<bool>(_mayAppend);
            case nameof(IStorageDriver.DeleteAsync) when _condition == MediumCondition.Full:
                // A deletion frees enough space for a record of the journal.
                _mayAppend = true;
                break;
            case nameof(IStorageDriver.AppendAsync) when _mayAppend:
                break;
            case var name when _condition != MediumCondition.Writable && (_condition == MediumCondition.Full ? NeedSpace : Change).Contains(name):
                throw new IOException("no", _condition == MediumCondition.Full ? NoSpace : ReadOnly);
        }

        return targetMethod.Invoke(_inner, args);
    }
}
