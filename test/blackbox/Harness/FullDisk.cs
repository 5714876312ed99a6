using System.Globalization;

namespace Zot.BlackBox.Harness;

/// <summary>The disk of one server, which a test can fill and empty.</summary>
/// <remarks>
/// <c>limit</c>: a limit on the size of files (RLIMIT_FSIZE), which any user may set for their own processes.
/// <c>tmpfs</c>: a small file system in the server's mount namespace, if this process is permitted to mount one.
/// </remarks>
internal sealed class FullDisk(string kind, ZotProcess zot)
{
    private const string Unlimited = "unlimited";

    // By default the signal of the limit terminates the process; if it is ignored, the write fails instead.
    private const string WithLimit = """trap '' XFSZ; exec "$@" """;
    private const string WithMount = """mkdir -p "$0" && mount -t tmpfs -o size=32m zot "$0" && exec "$@" """;

    /// <summary>Returns the kinds that this machine supports.</summary>
    public static async Task<IReadOnlyList<string>> KindsAsync()
    {
        var mount = await CommandRun.ToEndAsync(["unshare", "-m", "mount", "-t", "tmpfs", "zot", "/mnt"]);
        return await mount.ExitCode == 0 ? ["limit", "tmpfs"] : ["limit"];
    }

    /// <summary>Returns the command prefix that runs a server on such a disk.</summary>
    public static string[] Prefix(string kind, string folder) => kind == "tmpfs"
        ? ["unshare", "-m", "sh", "-c", WithMount, folder]
        : ["sh", "-c", WithLimit, "sh"];

    /// <summary>Fills the disk except for a number of bytes.</summary>
    public async Task FillAsync(int bytes)
    {
        if (kind == "limit")
        {
            var journal = new FileInfo(Path.Combine(zot.Data, "_events", "journal.db-wal")).Length;
            await LimitAsync((journal + bytes).ToString(CultureInfo.InvariantCulture));
            return;
        }

        await using var ballast = File.Create(Ballast);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                await ballast.WriteAsync(block);
                await ballast.FlushAsync();
            }
        }
        catch (IOException)
        {
            ballast.SetLength(Math.Max(0, ballast.Length - bytes));
        }
    }

    /// <summary>Frees the space.</summary>
    public async Task EmptyAsync()
    {
        if (kind == "limit")
        {
            await LimitAsync(Unlimited);
        }
        else
        {
            File.Delete(Ballast);
        }
    }

    private string Ballast => $"/proc/{zot.ProcessId}/root{zot.Data}/ballast";

    private async Task LimitAsync(string size) =>
        await Tool.RunAsync("prlimit", "--pid", zot.ProcessId.ToString(CultureInfo.InvariantCulture), $"--fsize={size}:{Unlimited}");
}
