using Microsoft.Extensions.Logging;
using Zot.Metering;
using Zot.Registry;
using Zot.Storage.Collection;
using Zot.Storage.Drivers;
using Zot.Storage.Indexing;
using Zot.Storage.Limits;

namespace Zot.Storage;

/// <summary>What the parts of one store share.</summary>
/// <param name="Driver">Where bytes lie.</param>
/// <param name="Durable">Whether everything is flushed before it is acknowledged (<c>commit</c>).</param>
/// <param name="Loggers">Where things are told.</param>
/// <param name="Time">The clock.</param>
/// <param name="Stopping">The end of the store: stops what runs in the background.</param>
/// <param name="WriteLocks">Who is told how long writers had their turns; nobody by default.</param>
/// <param name="Lease">How long content stays that nothing needs; <see langword="null"/> while nothing is collected.</param>
internal sealed record StoreContext(
    IStorageDriver Driver, bool Durable, ILoggerFactory Loggers, TimeProvider Time, CancellationToken Stopping,
    LockTimer? WriteLocks = null, Func<TimeSpan?>? Lease = null)
{
    /// <summary>The length of <c>index.json</c> up to which it is written before a client is answered.</summary>
    /// <remarks>Tools read the file right after a push. A larger one would cost each push more than the rest of it.</remarks>
    internal const long DefaultPromptIndexLength = 256 * 1024;

    /// <summary>The length of <c>index.json</c> up to which it is written before a client is answered; beyond, a moment later.</summary>
    internal long PromptIndexLength { get; init; } = DefaultPromptIndexLength;

    /// <summary>When the store was opened: what is staged since may be on its way to its place.</summary>
    internal DateTimeOffset Opened { get; } = Time.GetUtcNow();

    /// <summary>Where it is told what becomes of content.</summary>
    internal ContentChanges Changes { get; } = new();

    /// <summary>Where it is told what becomes of indexes.</summary>
    internal IndexChanges Indexes { get; } = new();

    /// <summary>Which repositories a sweep need not look at.</summary>
    internal SettledRepositories Settled { get; } = new(Driver, Time);

    /// <summary>Indicates whether content can only be read.</summary>
    internal bool IsReadOnly => Driver.Condition == MediumCondition.ReadOnly;

    /// <summary>Requires that content can be written.</summary>
    /// <exception cref="RegistryException"><see cref="RegistryError.Unavailable"/> otherwise.</exception>
    internal void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw RegistryError.Unavailable.With("storage", "read-only", "the storage directory was read-only when the registry was started");
        }
    }

    /// <summary>How long content stays that nothing needs, at this moment; <see langword="null"/> while nothing is collected.</summary>
    internal TimeSpan? KeepFor() => Lease?.Invoke();
}
