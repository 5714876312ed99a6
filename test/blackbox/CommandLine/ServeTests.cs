using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests starting and stopping <c>zot serve</c>.</summary>
public sealed class ServeTests : CommandTest
{
    /// <summary>Active requests have 30 seconds to complete.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Serve_without_a_file_prints_address_and_data_directory(string build)
    {
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["XDG_DATA_HOME"] = Folder.Path,
            ["ZOT_HTTP__PORT"] = port.ToString(CultureInfo.InvariantCulture),
        };
        await using var run = CommandRun.Start([.. ZotBinary.Command(build), "serve"], environment);
        using var client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));

        await Eventually.TrueAsync(() => AnswersAsync(client, run), "zot responds", Limits.Process);
        await client.PushAsync("app", Manifest.Image(), "v1");
        await run.SignalAsync("INT");

        Assert.Equal(0, await run.WaitAsync(Limits.Process));
        Assert.Contains($"127.0.0.1:{port}", run.Transcript, StringComparison.Ordinal);
        Assert.Contains(Folder.Path, run.Transcript, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Folder.Path, "index.json", SearchOption.AllDirectories));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Environment_overrides_the_file(string build)
    {
        var port = FreePort.Next();
        var file = Folder.Write("config.json", $$"""{ "storage": { "rootDirectory": "{{Folder.Combine("data")}}" }, "http": { "port": "1" } }""");
        await using var run = CommandRun.Start(
            [.. ZotBinary.Command(build), "serve", file],
            new Dictionary<string, string?> { ["ZOT_HTTP__PORT"] = port.ToString(CultureInfo.InvariantCulture) });
        using var client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));

        await Eventually.TrueAsync(() => AnswersAsync(client, run), "zot responds on the port of the environment", Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Port_in_use_is_an_error(string build)
    {
        var port = FreePort.Next();
        using var other = new TcpListener(IPAddress.Loopback, port);
        other.Start();

        var run = await RunAsync(build, "serve", Configuration(Folder.Combine("data"), port));

        await EndedAsync(run, 1);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Root_directory_that_is_a_file_is_an_error(string build)
    {
        var file = Folder.Write("data", "not a folder");

        var run = await RunAsync(build, "serve", Configuration(file, FreePort.Next()));

        await EndedAsync(run, 1);
        Assert.Contains(file, run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Too_many_files_are_rejected(string build) =>
        await EndedAsync(await RunAsync(build, "serve", "one.json", "two.json"), 1);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("INT")]
    [BothBuilds("TERM")]
    public async Task Stop_signal_ends_the_server_with_exit_code_0(string build, string signal)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        await zot.SignalAsync(signal);

        Assert.Equal(0, await zot.EndAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Active_push_completes_before_the_server_stops(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var upload = await zot.Client.StartUploadAsync("app");
        var blob = new Blob(MediaType.Layer, [.. Enumerable.Repeat((byte)'z', 1000)]);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", zot.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await using var writer = new StreamWriter(stream) { AutoFlush = true };
        using var reader = new StreamReader(stream);
        await writer.WriteAsync($"PUT {upload}?digest={blob.Digest} HTTP/1.1\r\nHost: zot\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n");

        // The server sends 100 when it reads the body: the request has started.
        Assert.StartsWith("HTTP/1.1 100", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await writer.WriteAsync(new string('z', 500));

        await zot.SignalAsync("TERM");
        await Eventually.TrueAsync(async () => !await ListensAsync(zot.Port), "no new connection is accepted");
        await writer.WriteAsync(new string('z', 500));

        Assert.StartsWith("HTTP/1.1 201", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await zot.EndAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Stalled_client_does_not_prevent_the_server_from_stopping(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var upload = await zot.Client.StartUploadAsync("app");
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", zot.Port, TestContext.Current.CancellationToken);
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
        await writer.WriteAsync($"PATCH {upload} HTTP/1.1\r\nHost: zot\r\nContent-Length: 1000\r\n\r\nz");

        await zot.SignalAsync("INT");

        await zot.EndAsync(DrainLimit);
    }

    private static async Task<bool> AnswersAsync(RegistryClient client, CommandRun run)
    {
        Assert.False(run.ExitCode.IsCompleted, run.Transcript);
        try
        {
            return (await client.GetAsync("/livez")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Configuration(string data, int port) =>
        Folder.Write("config.json", $$"""{ "storage": { "rootDirectory": "{{data}}" }, "http": { "port": "{{port}}" } }""");
}
