using Microsoft.Extensions.Logging;
using Zot.Metering;
using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Drivers;
using Zot.Storage.Feed;

namespace Zot.Storage;

/// <summary>The state that the components of one store share.</summary>
/// <param name="Driver">The storage driver.</param>
/// <param name="Durable">Whether everything is flushed before it is acknowledged (<c>commit</c>).</param>
/// <param name="Loggers">The logger factory.</param>
/// <param name="Time">The clock.</param>
/// <param name="Stopping">Cancels background work when the store is closed.</param>
/// <param name="WriteLocks">
/// Measures how long writers hold their locks; <see langword="null"/> to measure nothing.
/// </param>
/// <param name="Lease">
/// Returns how long unreferenced content is kept; <see langword="null"/> while garbage collection is disabled.
/// </param>
internal sealed record StoreContext(
    IStorageDriver Driver, bool Durable, ILoggerFactory Loggers, TimeProvider Time, CancellationToken Stopping,
    LockTimer? WriteLocks = null, Func<TimeSpan?>? Lease = null)
{
    /// <summary>The default of <see cref="PromptIndexLength"/>.</summary>
    /// <remarks>
    /// Tools read the file right after a push. Writing a larger one would take longer than the rest of the push.
    /// </remarks>
    internal const long DefaultPromptIndexLength = 256 * 1024;

    /// <summary>
    /// The length up to which <c>index.json</c> is written before the client is answered; a longer one is written
    /// later.
    /// </summary>
    internal long PromptIndexLength { get; init; } = DefaultPromptIndexLength;

    /// <summary>The time the store was opened; content staged since may belong to a write in progress.</summary>
    internal DateTimeOffset Opened { get; } = Time.GetUtcNow();

    /// <summary>Notifies of changes of content.</summary>
    internal ContentChanges Changes { get; } = new(Loggers.CreateLogger<ContentChanges>());

    /// <summary>The repositories that a sweep can skip.</summary>
    internal SettledRepositories Settled { get; } = new(Driver, Time);

    /// <summary>Indicates whether content can only be read.</summary>
    internal bool IsReadOnly => Driver.Condition == MediumCondition.ReadOnly;

    /// <summary>Requires that content can be written.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.Unavailable"/> otherwise.</exception>
    internal void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw RegistryError.Unavailable.With(
                "storage", "read-only", "the storage directory was read-only when the registry was started");
        }
    }

    /// <summary>
    /// Returns how long unreferenced content is currently kept; <see langword="null"/> while garbage collection is
    /// disabled.
    /// </summary>
    internal TimeSpan? KeepFor() => Lease?.Invoke();
}
