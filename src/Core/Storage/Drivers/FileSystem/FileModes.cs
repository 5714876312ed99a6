namespace Zot.Storage.Drivers.FileSystem;

/// <summary>The permissions of files and directories, private to the registry's user. The same as zot's.</summary>
internal static class FileModes
{
    /// <summary>0600.</summary>
    internal const UnixFileMode File = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0700.</summary>
    internal const UnixFileMode Directory = File | UnixFileMode.UserExecute;
}
