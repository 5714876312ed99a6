namespace Zot.Storage.Drivers;

/// <summary>Tells a medium that is full or read-only from one that is broken.</summary>
internal static class MediumFailures
{
    // As the kernel numbers them; .NET hands them on in HResult.
    private const int NoSpace = 28; // ENOSPC
    private const int ReadOnly = 30; // EROFS
    private const int OverQuota = 122; // EDQUOT

    /// <summary>Returns whether there is no space or no inode left.</summary>
    internal static bool IsFull(Exception cause) => cause is IOException { HResult: NoSpace or OverQuota };

    /// <summary>Returns whether the file system is read-only, or the process may not write to it.</summary>
    internal static bool IsReadOnly(Exception cause) => cause is UnauthorizedAccessException or IOException { HResult: ReadOnly };
}
