using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Harness;

/// <summary>A running <c>zot serve</c> with its own port and directory.</summary>
internal sealed class ZotProcess : IAsyncDisposable
{
    private readonly string _build;
    private readonly TemporaryFolder _folder = new();
    private readonly List<CommandRun> _runs = [];
    private readonly JsonObject _configuration;
    private readonly string[] _prefix;

    private ZotProcess(string build, Action<JsonObject, string>? configure, X509Certificate2? trusted, Func<string, string[]>? prefix)
    {
        _build = build;
        _prefix = prefix?.Invoke(Data) ?? [];
        Port = FreePort.Next();
        _configuration = new JsonObject
        {
            ["distSpecVersion"] = "1.1.1",
            ["storage"] = new JsonObject { ["rootDirectory"] = Data },
            ["http"] = new JsonObject
            {
                ["address"] = "127.0.0.1",
                ["port"] = Port.ToString(CultureInfo.InvariantCulture),
            },
            ["log"] = new JsonObject { ["level"] = "debug" },
        };
        configure?.Invoke(_configuration, _folder.Path);
        var secure = _configuration["http"]?["tls"] is not null;
        Address = new Uri($"{(secure ? "https" : "http")}://127.0.0.1:{Port}");
        Client = new RegistryClient(Address, null, trusted);
        WriteConfiguration();
    }

    /// <summary>The address of the server.</summary>
    public Uri Address { get; }

    /// <summary>The port of the server.</summary>
    public int Port { get; }

    /// <summary>The host and port, for image references.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>The root directory of its storage.</summary>
    public string Data => _folder.Combine("data");

    /// <summary>The directory for other files of the test.</summary>
    public TemporaryFolder Folder => _folder;

    /// <summary>The path of the configuration file.</summary>
    public string ConfigurationFile => _folder.Combine("config.json");

    /// <summary>An anonymous client.</summary>
    public RegistryClient Client { get; }

    /// <summary>The peak resident memory, in bytes (Linux).</summary>
    public long PeakMemory => 1024 * File.ReadLines($"/proc/{Current.ProcessId}/status")
        .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(line => long.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))
        .Single();

    /// <summary>The id of the running process.</summary>
    public int ProcessId => Current.ProcessId;

    /// <summary>The output of all its processes so far.</summary>
    public string Log => string.Join('\n', _runs.Select(run => run.Transcript));

    private CommandRun Current => _runs[^1];

    /// <summary>Waits until the log contains a text, since lines are written asynchronously.</summary>
    public Task LogsAsync(string text) =>
        Eventually.TrueAsync(() => Task.FromResult(Log.Contains(text, StringComparison.Ordinal)), $"the log contains: {text}");

    /// <summary>Starts a server and waits until it responds.</summary>
    /// <param name="build">The build: <c>full</c> or <c>minimal</c>.</param>
    /// <param name="configure">Changes the configuration; receives the directory of the server as well.</param>
    /// <param name="trusted">The certificate of the server, for TLS.</param>
    /// <param name="prefix">
    /// Returns a command that runs the server, if any; receives the root directory of its storage.
    /// </param>
    public static async Task<ZotProcess> StartAsync(
        string build, Action<JsonObject, string>? configure = null, X509Certificate2? trusted = null, Func<string, string[]>? prefix = null)
    {
        var zot = new ZotProcess(build, configure, trusted, prefix);
        try
        {
            await zot.StartAgainAsync();
            return zot;
        }
        catch
        {
            await zot.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Restarts the server on the same directory, after <see cref="StopAsync"/> or <see cref="KillAsync"/>.
    /// </summary>
    public async Task StartAgainAsync()
    {
        _runs.Add(CommandRun.Start([.. _prefix, .. ZotBinary.Command(_build), "serve", ConfigurationFile]));
        await Eventually.TrueAsync(IsAliveAsync, "zot answers /livez", Limits.Process);
    }

    /// <summary>Overwrites the configuration file with a changed configuration, like an editor.</summary>
    public void Configure(Action<JsonObject, string> configure)
    {
        configure(_configuration, _folder.Path);
        WriteConfiguration();
    }

    /// <summary>Returns the changed configuration as text, for tests that replace the file in another way.</summary>
    public string ConfigurationText(Action<JsonObject, string> configure)
    {
        configure(_configuration, _folder.Path);
        return _configuration.ToJsonString();
    }

    /// <summary>Sends a signal, by its name without SIG.</summary>
    public Task SignalAsync(string name) => Current.SignalAsync(name);

    /// <summary>Stops the server with SIGINT.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await SignalAsync("INT");
        return await Current.WaitAsync(Limits.Process);
    }

    /// <summary>Waits until the server exits.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> EndAsync(TimeSpan? limit = null) => Current.WaitAsync(limit ?? Limits.Process);

    /// <summary>Kills the server with SIGKILL.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await Current.WaitAsync(Limits.Process);
    }

    /// <summary>Runs another command of the same binary.</summary>
    public Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.ToEndAsync([.. ZotBinary.Command(_build), .. arguments]);

    /// <summary>Stops the server, and writes its log to the test output.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_runs.Count > 0 && !Current.ExitCode.IsCompleted)
        {
            await SignalAsync("INT");
            await Task.WhenAny(Current.ExitCode, Task.Delay(TimeSpan.FromSeconds(30))); // otherwise it is killed
        }

        foreach (var run in _runs)
        {
            await run.DisposeAsync();
        }

        ShowLog(TestContext.Current.TestOutputHelper);
        _folder.Dispose();
    }

    /// <summary>Writes the end of the log to the test output.</summary>
    public void ShowLog(ITestOutputHelper? output)
    {
        foreach (var line in Log.Split('\n').TakeLast(60))
        {
            output?.WriteLine(line);
        }
    }

    private async Task<bool> IsAliveAsync()
    {
        if (Current.ExitCode.IsCompleted)
        {
            throw new InvalidOperationException($"zot exited with code {await Current.ExitCode}.\n{Current.Transcript}");
        }

        try
        {
            return (await Client.GetAsync("/livez")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void WriteConfiguration() => File.WriteAllText(ConfigurationFile, _configuration.ToJsonString());
}
