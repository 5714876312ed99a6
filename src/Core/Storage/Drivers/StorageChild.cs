namespace Zot.Storage.Drivers;

/// <summary>One step below a key.</summary>
/// <param name="Name">Its segment.</param>
/// <param name="HasChildren">Whether it is a place for further keys; else it is an object.</param>
public readonly record struct StorageChild(string Name, bool HasChildren)
{
    /// <summary>Indicates whether it is a symbolic link to a directory, which is not followed.</summary>
    public bool IsLink { get; init; }
}
