using Zot.Metering;

namespace Zot.Storage;

/// <summary>The durability and deduplication of a store.</summary>
/// <param name="Dedupe">Indicates whether equal blobs of several repositories are one file.</param>
/// <param name="Durable">Indicates whether a write is on the medium before it is acknowledged.</param>
internal sealed record StoreSettings(bool Dedupe, bool Durable)
{
    /// <inheritdoc cref="StoreContext.WriteLocks"/>
    internal LockTimer? WriteLocks { get; init; }

    /// <inheritdoc cref="StoreContext.Lease"/>
    internal Func<TimeSpan?>? Lease { get; init; }

    /// <inheritdoc cref="StoreContext.PromptIndexLength"/>
    internal long PromptIndexLength { get; init; } = StoreContext.DefaultPromptIndexLength;
}
