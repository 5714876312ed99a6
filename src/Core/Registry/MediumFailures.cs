namespace Zot.Registry;

/// <summary>Distinguishes a full or read-only medium from other I/O errors.</summary>
public static class MediumFailures
{
    /// <summary>ENOSPC; .NET stores the error number in <see cref="Exception.HResult"/>.</summary>
    public const int NoSpace = 28;

    /// <summary>EROFS.</summary>
    public const int ReadOnly = 30;

    private const int OverQuota = 122; // EDQUOT

    /// <summary>Returns whether there is no space or no inode left.</summary>
    public static bool IsFull(Exception cause) => cause is IOException { HResult: NoSpace or OverQuota };

    /// <summary>Returns whether the file system is read-only, or the process may not write to it.</summary>
    public static bool IsReadOnly(Exception cause) =>
        cause is UnauthorizedAccessException or IOException { HResult: ReadOnly };
}
