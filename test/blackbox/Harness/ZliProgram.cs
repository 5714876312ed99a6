namespace Zot.BlackBox.Harness;

/// <summary>
/// The program <c>zli</c>, with a home directory of its own: <c>bin/zli-&lt;os&gt;-&lt;arch&gt;</c>.
/// </summary>
internal sealed class ZliProgram : IDisposable
{
    private static readonly string[] Command = Find();

    private readonly TemporaryFolder _home = new();

    /// <summary>The file of profiles.</summary>
    public string Profiles => _home.Combine(".zot");

    /// <summary>Runs a command line, whatever its exit code.</summary>
    public Task<CommandRun> TryAsync(params string[] arguments) =>
        CommandRun.ToEndAsync([.. Command, .. arguments], new Dictionary<string, string?> { ["HOME"] = _home.Path });

    /// <summary>Runs a command line, and fails the test if it fails.</summary>
    /// <returns>The standard output.</returns>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var run = await TryAsync(arguments);
        Assert.True(await run.ExitCode == 0, run.Transcript);
        return run.Output;
    }

    public void Dispose() => _home.Dispose();

    private static string[] Find()
    {
        // The program has the same name pattern as the registry's binary, in the same directory; an unpublished one has a
        // directory of its own beside that of the registry.
        var zot = ZotBinary.Command("minimal")[^1];
        var folder = Path.GetDirectoryName(zot)!;
        string[] published = [Path.Combine(
            folder,
            Path.GetFileName(zot).Replace("zot-", "zli-", StringComparison.Ordinal).Replace("-minimal", "", StringComparison.Ordinal))];
        string[] assembly = ["dotnet", Path.Combine(folder, "..", "..", "Zot.Zli", Path.GetFileName(folder), "zli.dll")];
        return zot.EndsWith(".dll", StringComparison.Ordinal) && File.Exists(assembly[1]) ? assembly
            : File.Exists(published[0]) && !zot.EndsWith(".dll", StringComparison.Ordinal) ? published
            : throw new InvalidOperationException($"{published[0]} does not exist. Run 'make cli', or set ZOT_BIN_DIR.");
    }
}
