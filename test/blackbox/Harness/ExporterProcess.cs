using System.Globalization;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>
/// A running <c>zxp</c>, the exporter for registries without Prometheus support:
/// <c>bin/zxp-&lt;os&gt;-&lt;arch&gt;</c>.
/// </summary>
internal sealed class ExporterProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CommandRun _run;

    private ExporterProcess(Func<int, JsonObject> configure)
    {
        var port = FreePort.Next();
        Client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));
        var file = _folder.Combine("zxp.json");
        File.WriteAllText(file, configure(port).ToJsonString());
        _run = CommandRun.Start([Program, "config", file]);
    }

    /// <summary>The path of the program.</summary>
    public static string Program { get; } = Find();

    /// <summary>A client of the exporter.</summary>
    public RegistryClient Client { get; }

    /// <summary>All output so far.</summary>
    public string Log => _run.Transcript;

    /// <summary>Starts an exporter for a registry, and waits until it responds.</summary>
    public static async Task<ExporterProcess> StartAsync(ZotProcess zot, Action<JsonObject, JsonObject>? configure = null)
    {
        var exporter = new ExporterProcess(port =>
        {
            var server = new JsonObject
            {
                ["protocol"] = zot.Address.Scheme,
                ["host"] = "127.0.0.1",
                ["port"] = zot.Port.ToString(CultureInfo.InvariantCulture),
            };
            var served = new JsonObject { ["port"] = port.ToString(CultureInfo.InvariantCulture) };
            configure?.Invoke(server, served);
            return new JsonObject { ["Server"] = server, ["Exporter"] = served };
        });
        await Eventually.TrueAsync(exporter.IsAliveAsync, "zxp answers", Limits.Process);
        return exporter;
    }

    /// <summary>Stops the exporter, and writes its log to the test output.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        TestContext.Current.TestOutputHelper?.WriteLine(Log);
        await _run.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> IsAliveAsync()
    {
        Assert.False(_run.ExitCode.IsCompleted, Log);
        try
        {
            return (await Client.GetAsync("/")).Status == 404;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Find()
    {
        // The exporter has the same name pattern as the registry's binary, in the same directory.
        var zot = ZotBinary.Command("minimal")[^1];
        var program = Path.Combine(
            Path.GetDirectoryName(zot)!,
            Path.GetFileName(zot).Replace("zot-", "zxp-", StringComparison.Ordinal).Replace("-minimal", "", StringComparison.Ordinal));
        return File.Exists(program)
            ? program
            : throw new InvalidOperationException($"{program} does not exist. Run 'make exporter-minimal', or set ZOT_BIN_DIR.");
    }
}
