namespace Zot.Http.Kestrel;

/// <summary>The managed memory of the current process.</summary>
internal sealed class CollectedMemory : IProcessMemory
{
    /// <inheritdoc/>
    public long AllocatedBytes => GC.GetTotalAllocatedBytes();

    /// <inheritdoc/>
    public long HeapBytes => GC.GetGCMemoryInfo(GCKind.Any).HeapSizeBytes;

    /// <inheritdoc/>
    public void Release() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
