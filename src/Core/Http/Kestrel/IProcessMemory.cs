namespace Zot.Http.Kestrel;

/// <summary>The managed memory of a process.</summary>
internal interface IProcessMemory
{
    /// <summary>The total number of bytes allocated since the process started.</summary>
    long AllocatedBytes { get; }

    /// <summary>The number of bytes that the heap occupied after the last collection.</summary>
    long HeapBytes { get; }

    /// <summary>Collects all garbage and returns unused memory to the operating system.</summary>
    void Release();
}
