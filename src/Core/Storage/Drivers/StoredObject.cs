namespace Zot.Storage.Drivers;

/// <summary>What is known of an object without reading it.</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Modified">When its bytes were written, or it was linked, last.</param>
/// <param name="Identity">Tells two objects apart that had the same key in turn (an inode); 0 where there is no such thing.</param>
/// <param name="LinkCount">How many keys share its bytes; <see langword="null"/> where that cannot be told.</param>
public readonly record struct StoredObject(long Length, DateTimeOffset Modified, ulong Identity, long? LinkCount)
{
    /// <summary>Whether this is the same writing of the same object, however many keys it has.</summary>
    public bool IsSameVersionAs(StoredObject other) =>
        (Length, Modified, Identity) == (other.Length, other.Modified, other.Identity);
}
