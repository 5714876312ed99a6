using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Zot.Metadata.Sqlite;

/// <summary>
/// Finds SQLite's machine code: in the program itself, where that is one file, else where every program looks.
/// </summary>
/// <remarks>
/// From a file in memory (memfd_create(2)): there may be no folder to unpack it into that is ours, writable, and from which
/// code may be run.
/// </remarks>
internal static partial class NativeSqlite
{
    private const string Library = "e_sqlite3";
    private const string Resource = $"lib{Library}.so";
    private const uint CloseOnExec = 1;

    private static readonly Lock Gate = new();
    private static readonly Lazy<nint> Code = new(Load);
    private static bool _isReady;

    /// <summary>Makes SQLite ready, once.</summary>
    public static void Prepare()
    {
        lock (Gate)
        {
            if (!_isReady)
            {
                NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
                Batteries_V2.Init();
                _isReady = true;
            }
        }
    }

    // Asked for each function: all of them have to be from one copy of the library, which has a state. 0 is where every
    // program looks.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) => name == Library ? Code.Value : 0;

    private static nint Load()
    {
        if (!OperatingSystem.IsLinux() || Assembly.GetEntryAssembly()?.GetManifestResourceStream(Resource) is not { } code)
        {
            return 0;
        }

        var descriptor = CreateFile(Resource, CloseOnExec);
        if (descriptor < 0)
        {
            return 0;
        }

        // It stays open: what is loaded is this file.
        var path = $"/proc/self/fd/{descriptor}";
        using (code)
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            code.CopyTo(file);
        }

        return NativeLibrary.Load(path);
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateFile(string name, uint flags);
}
