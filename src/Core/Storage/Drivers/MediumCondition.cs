namespace Zot.Storage.Drivers;

/// <summary>The condition of a medium when it was opened.</summary>
public enum MediumCondition
{
    /// <summary>Content can be written.</summary>
    Writable,

    /// <summary>No space or no inodes are left: content can be read and deleted.</summary>
    Full,

    /// <summary>Content can only be read.</summary>
    ReadOnly,
}
