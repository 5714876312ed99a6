using System.Text.Json;

namespace Zot.BlackBox.CommandLine;

/// <summary>Tests the program without a command, and its version output.</summary>
public sealed class VersionTests : CommandTest
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("--version")]
    [BothBuilds("-v")]
    public async Task Version_option_prints_one_log_line(string build, string option)
    {
        var run = await RunAsync(build, option);

        await EndedAsync(run, 0);
        var line = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("version", line.GetProperty("message").GetString());
        Assert.Equal("1.1.1", line.GetProperty("distribution-spec").GetString());
        Assert.NotEmpty(line.GetProperty("commit").GetString()!);
        Assert.NotEmpty(line.GetProperty("binary-type").GetString()!);
        Assert.True(build != "minimal" || line.GetProperty("binary-type").GetString() == "minimal", run.Output);
        Assert.Equal(build != "minimal", line.TryGetProperty("nats", out var nats));
        Assert.True(build == "minimal" || nats.GetString() == "NATS.Net 3.3.2", run.Output);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Version_command_prints_text(string build)
    {
        var run = await RunAsync(build, "version");

        await EndedAsync(run, 0);
        Assert.Contains("zot", run.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("")]
    [BothBuilds("help")]
    [BothBuilds("--help")]
    [BothBuilds("-h")]
    public async Task Missing_command_prints_the_usage(string build, string argument)
    {
        var run = await RunAsync(build, argument.Length == 0 ? [] : [argument]);

        await EndedAsync(run, 0);
        foreach (var command in new[] { "serve", "verify", "scrub", "schema" })
        {
            Assert.Contains(command, run.Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("serv")]
    [BothBuilds("--nonsense")]
    public async Task Unknown_command_is_rejected(string build, string argument)
    {
        var run = await RunAsync(build, argument);

        await EndedAsync(run, 1);
        Assert.Contains(argument, run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("bash")]
    [BothBuilds("zsh")]
    [BothBuilds("fish")]
    [BothBuilds("powershell")]
    public async Task Completion_script_is_printed_for_every_shell(string build, string shell)
    {
        var run = await RunAsync(build, "completion", shell);

        await EndedAsync(run, 0);
        Assert.NotEmpty(run.Output);
    }
}
