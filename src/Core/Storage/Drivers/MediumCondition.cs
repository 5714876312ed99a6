namespace Zot.Storage.Drivers;

/// <summary>The condition in which a medium was found when it was opened.</summary>
public enum MediumCondition
{
    /// <summary>Content can be written.</summary>
    Writable,

    /// <summary>No space or no inode is left: content can be read and deleted.</summary>
    Full,

    /// <summary>Content can only be read.</summary>
    ReadOnly,
}
