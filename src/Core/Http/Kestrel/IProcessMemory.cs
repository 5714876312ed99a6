namespace Zot.Http;

/// <summary>The managed memory of a process.</summary>
internal interface IProcessMemory
{
    /// <summary>All bytes that were ever allocated.</summary>
    long AllocatedBytes { get; }

    /// <summary>The bytes that the heap occupied after the last collection.</summary>
    long HeapBytes { get; }

    /// <summary>Collects all garbage, and returns unused memory to the system.</summary>
    void Release();
}
