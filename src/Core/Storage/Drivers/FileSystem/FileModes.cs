namespace Zot.Storage.Drivers.FileSystem;

/// <summary>Content is the registry's business alone: zot's modes.</summary>
internal static class FileModes
{
    /// <summary>0600.</summary>
    internal const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0700.</summary>
    internal const UnixFileMode Directory = File | UnixFileMode.UserExecute;
}
