using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Zot.BlackBox.CommandLine;

/// <summary><c>zot serve</c>: how it starts and how it ends.</summary>
public sealed class ServeTests : CommandTest
{
    /// <summary>Requests under way have 30 seconds to end.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Without_a_file_it_says_where_it_listens_and_where_data_lies(string build)
    {
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["XDG_DATA_HOME"] = Folder.Path,
            ["ZOT_HTTP__PORT"] = port.ToString(CultureInfo.InvariantCulture),
        };
        await using var run = CommandRun.Start([.. ZotBinary.Command(build), "serve"], environment);
        using var client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));

        await Eventually.TrueAsync(() => AnswersAsync(client, run), "zot answers", Limits.Process);
        await client.PushAsync("app", Manifest.Image(), "v1");
        await run.SignalAsync("INT");

        Assert.Equal(0, await run.WaitAsync(Limits.Process));
        Assert.Contains($"127.0.0.1:{port}", run.Transcript, StringComparison.Ordinal);
        Assert.Contains(Folder.Path, run.Transcript, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFiles(Folder.Path, "index.json", SearchOption.AllDirectories));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task The_environment_overrides_the_file(string build)
    {
        var port = FreePort.Next();
        var file = Folder.Write("config.json", $$"""{ "storage": { "rootDirectory": "{{Folder.Combine("data")}}" }, "http": { "port": "1" } }""");
        await using var run = CommandRun.Start(
            [.. ZotBinary.Command(build), "serve", file],
            new Dictionary<string, string?> { ["ZOT_HTTP__PORT"] = port.ToString(CultureInfo.InvariantCulture) });
        using var client = new RegistryClient(new Uri($"http://127.0.0.1:{port}"));

        await Eventually.TrueAsync(() => AnswersAsync(client, run), "zot answers on the port of the environment", Limits.Process);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_port_in_use_ends_it_with_a_sentence(string build)
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
    public async Task A_root_directory_that_is_a_file_ends_it_with_a_sentence(string build)
    {
        var file = Folder.Write("data", "not a folder");

        var run = await RunAsync(build, "serve", Configuration(file, FreePort.Next()));

        await EndedAsync(run, 1);
        Assert.Contains(file, run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Too_many_files_are_refused(string build) =>
        await EndedAsync(await RunAsync(build, "serve", "one.json", "two.json"), 1);

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("INT")]
    [BothBuilds("TERM")]
    public async Task A_signal_ends_it_with_0(string build, string signal)
    {
        await using var zot = await ZotProcess.StartAsync(build);

        await zot.SignalAsync(signal);

        Assert.Equal(0, await zot.EndAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_push_under_way_is_finished_before_it_ends(string build)
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

        // That is said when somebody wants to read the body: the request has begun.
        Assert.StartsWith("HTTP/1.1 100", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        await writer.WriteAsync(new string('z', 500));

        await zot.SignalAsync("TERM");
        await Eventually.TrueAsync(async () => !await ListensAsync(zot.Port), "nobody new is let in");
        await writer.WriteAsync(new string('z', 500));

        Assert.StartsWith("HTTP/1.1 201", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await zot.EndAsync());
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task A_client_that_never_finishes_does_not_keep_it_from_ending(string build)
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
