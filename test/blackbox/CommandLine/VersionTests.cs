using System.Text.Json;

namespace Zot.BlackBox.CommandLine;

/// <summary>The program without a command, and what it says about itself.</summary>
public sealed class VersionTests : CommandTest
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds("--version")]
    [BothBuilds("-v")]
    public async Task The_version_is_one_line_of_the_log(string build, string option)
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
    public async Task The_command_version_is_for_people(string build)
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
    public async Task Without_a_command_the_usage_is_shown(string build, string argument)
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
    public async Task What_is_no_command_is_refused(string build, string argument)
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
    public async Task Shells_get_a_script_for_completion(string build, string shell)
    {
        var run = await RunAsync(build, "completion", shell);

        await EndedAsync(run, 0);
        Assert.NotEmpty(run.Output);
    }
}
