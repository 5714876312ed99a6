namespace Zot.Storage.Drivers;

/// <summary>The metadata of an object.</summary>
/// <param name="Length">The length in bytes.</param>
/// <param name="Modified">The time when it was last written, touched, or linked.</param>
/// <param name="Identity">
/// Distinguishes objects that had the same key at different times (an inode); 0 if not supported.
/// </param>
/// <param name="LinkCount">The number of keys that share its bytes; <see langword="null"/> if unknown.</param>
public readonly record struct StoredObject(long Length, DateTimeOffset Modified, ulong Identity, long? LinkCount)
{
    /// <summary>
    /// Returns whether this is the same version of the same object, regardless of its number of keys.
    /// </summary>
    public bool IsSameVersionAs(StoredObject other) =>
        (Length, Modified, Identity) == (other.Length, other.Modified, other.Identity);
}
