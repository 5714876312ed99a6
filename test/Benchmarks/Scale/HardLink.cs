using System.Runtime.InteropServices;

namespace Zot.Benchmarks.Scale;

/// <summary>Provides link(2), which the base class library does not offer.</summary>
internal static partial class HardLink
{
    private const int Exists = 17; // EEXIST

    /// <summary>Creates a hard link, unless a file with that name exists.</summary>
    internal static void Create(string source, string target)
    {
        if (Link(source, target) != 0 && Marshal.GetLastPInvokeError() != Exists)
        {
            throw new BenchmarkException($"'{source}' could not be linked: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
