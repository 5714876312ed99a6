using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Zot.Metadata.Sqlite;

/// <summary>
/// Locates the native SQLite library: embedded in the executable if it is a single file, otherwise on the default
/// search path.
/// </summary>
/// <remarks>
/// The embedded library is loaded from an in-memory file (memfd_create(2)): a private, writable directory that allows
/// execution may not exist.
/// </remarks>
internal static partial class NativeSqlite
{
    private const string Library = "e_sqlite3";
    private const string Resource = $"lib{Library}.so";
    private const uint CloseOnExec = 1;

    private static readonly Lock Gate = new();
    private static readonly Lazy<nint> Code = new(Load);
    private static bool _isReady;

    /// <summary>Initializes SQLite, once.</summary>
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

    // Called for each function: all of them must come from one copy of the library, which has state. 0 selects the
    // default search path.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        name == Library ? Code.Value : 0;

    private static nint Load()
    {
        if (!OperatingSystem.IsLinux()
            || Assembly.GetEntryAssembly()?.GetManifestResourceStream(Resource) is not { } code)
        {
            return 0;
        }

        var descriptor = CreateFile(Resource, CloseOnExec);
        if (descriptor < 0)
        {
            return 0;
        }

        // The descriptor stays open: the loaded library is this file.
        var path = $"/proc/self/fd/{descriptor}";
        using (code)
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
        {
            code.CopyTo(file);
        }

        return NativeLibrary.Load(path);
    }

    [LibraryImport(
        "libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateFile(string name, uint flags);
}
