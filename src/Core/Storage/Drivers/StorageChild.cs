namespace Zot.Storage.Drivers;

/// <summary>A direct child of a key.</summary>
/// <param name="Name">The last segment of its key.</param>
/// <param name="HasChildren">True for a directory; false for an object.</param>
public readonly record struct StorageChild(string Name, bool HasChildren)
{
    /// <summary>Indicates whether it is a symbolic link to a directory, which is not followed.</summary>
    public bool IsLink { get; init; }
}
