using System.Globalization;
using System.Text.RegularExpressions;

namespace Zot.BlackBox.Documentation;

/// <summary>The terminals of a reader who follows a document, with free ports.</summary>
internal sealed class Terminals : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<CommandRun> _running = [];
    private readonly Dictionary<string, string> _ports;
    private readonly Dictionary<string, string> _places = [];
    private readonly Dictionary<string, string?> _environment;
    private string _shown = "";

    /// <summary>Starts with an empty directory.</summary>
    /// <param name="build">The build that <c>zot</c> runs.</param>
    /// <param name="ports">The ports in the document; each is replaced with a free one.</param>
    public Terminals(string build, params string[] ports)
    {
        _ports = ports.ToDictionary(static port => port, static _ => FreePort.Next().ToString(CultureInfo.InvariantCulture));
        var program = _folder.Write("zot", $"#!/bin/sh\nexec {string.Join(' ', ZotBinary.Command(build).Select(static part => Quoted(File.Exists(part) ? Path.GetFullPath(part) : part)))} \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _environment = new() { ["PATH"] = $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin" };
    }

    /// <summary>The output of all terminals so far.</summary>
    public string Shown => $"{_shown}{string.Join('\n', _running.Select(static run => run.Transcript))}";

    /// <summary>The address of the registry in the document.</summary>
    public Uri Address => new($"http://127.0.0.1:{_ports["5000"]}");

    /// <summary>Maps a directory of the document to another path, by default in the temporary directory.</summary>
    public void Place(string path, string? here = null)
    {
        _places[path] = here ?? _folder.Combine(path[1..]);
        Directory.CreateDirectory(Path.GetDirectoryName(_places[path])!);
    }

    /// <summary>Stops the background processes.</summary>
    public async Task StopAsync()
    {
        foreach (var run in _running)
        {
            await run.SignalAsync("INT");
            await run.WaitAsync(Limits.Process);
        }
    }

    /// <summary>Executes a snippet.</summary>
    public async Task FollowAsync(Snippet snippet)
    {
        var text = Regex.Replace(
            snippet.Text,
            string.Join('|', _ports.Keys.Concat(_places.Keys).Select(Regex.Escape)),
            match => _ports.GetValueOrDefault(match.Value) ?? _places[match.Value],
            RegexOptions.None,
            Limits.Process);
        switch (snippet.Use.Split(": "))
        {
            case ["file", var name]:
                _folder.Write(name, text);
                break;
            case ["run"]:
                await RunAsync(text);
                break;
            case ["background"]:
                _running.Add(Start(text));
                await ListeningAsync(text);
                break;
            case ["session"]:
                foreach (var step in Session.Of(text))
                {
                    AllIsHere(step.Command);
                    Assert.Matches(step.Answer, await RunAsync(step.Command));
                }

                break;
            case ["shows"]:
                await ShowsAsync([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
                break;
            case ["like"]: // the parts between ellipses, in this order
                await ShowsAsync([.. text.Split(['\n', '…'], StringSplitOptions.RemoveEmptyEntries).Select(static part => part.Trim(','))]);
                break;
            default:
                Assert.Fail($"unknown kind of snippet: '{snippet.Use}'");
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Shown);
        foreach (var run in _running)
        {
            await run.DisposeAsync();
        }

        _folder.Dispose();
    }

    // A document may contain 'rm -rf /srv': commands with unmapped paths are not run.
    private void AllIsHere(string command) => Assert.All(
        Regex.Matches(command, @"(?<=\s)/\S+", RegexOptions.None, Limits.Process),
        path => Assert.True(
            path.Value.StartsWith(_folder.Path, StringComparison.Ordinal) || _places.ContainsValue(path.Value), $"{path.Value} is not mapped"));

    private static string Quoted(string text) => $"'{text}'";

    private CommandRun Start(string text) => CommandRun.Start(["bash", "-c", $"cd {Quoted(_folder.Path)}; exec {text}"], _environment);

    private async Task<string> RunAsync(string text)
    {
        var run = await CommandRun.ToEndAsync(["bash", "-ec", $"cd {Quoted(_folder.Path)}\n{text}"], _environment);
        _shown += $"{run.Transcript}\n";
        Assert.True(await run.ExitCode == 0, run.Transcript);
        return run.Output;
    }

    // A reader waits for a server to start before the next step.
    private async Task ListeningAsync(string text)
    {
        var run = _running[^1];
        var files = text.Split(' ', '\n').Select(word => _folder.Combine(word)).Where(File.Exists).Select(File.ReadAllText);
        var port = _ports.Values.FirstOrDefault(port => $"{text}{string.Concat(files)}".Contains(port, StringComparison.Ordinal));
        if (port is null)
        {
            return;
        }

        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(run.ExitCode.IsCompleted, run.Transcript);
                return await (await CommandRun.ToEndAsync(["bash", "-c", $"exec 3<>/dev/tcp/127.0.0.1/{port}"])).ExitCode == 0;
            },
            $"{text.Trim()} listens on {port}",
            Limits.Process);
    }

    private Task ShowsAsync(string[] parts) => Eventually.TrueAsync(
        () =>
        {
            var (shown, at) = (Shown, 0);
            return Task.FromResult(parts.All(part => (at = shown.IndexOf(part, at, StringComparison.Ordinal)) >= 0));
        },
        $"this is shown: {string.Join(" … ", parts)}",
        Limits.Process);
}
