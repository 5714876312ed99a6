using System.Reflection;

namespace Zot.BlackBox.Harness;

/// <summary>Tests of the test harness.</summary>
public sealed class HarnessTests
{
    [Fact(Timeout = Limits.Test)]
    public async Task Command_has_an_exit_code_and_two_outputs()
    {
        var run = await CommandRun.ToEndAsync(
            ["sh", "-c", "echo out $GREETING \"$1\"; echo err >&2; exit 7", "sh", "a \"b\" c"],
            new Dictionary<string, string?> { ["GREETING"] = "hello" });

        Assert.Equal(7, await run.ExitCode);
        Assert.Equal("out hello a \"b\" c", run.Output);
        Assert.Equal("err", run.Errors);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Signal_reaches_the_process()
    {
        await using var run = CommandRun.Start(["sh", "-c", "trap 'echo caught; exit 3' INT; echo ready; while :; do sleep 0.05; done"]);
        await Eventually.TrueAsync(() => Task.FromResult(run.Output == "ready"), "the script is ready");

        await run.SignalAsync("INT");

        Assert.Equal(3, await run.WaitAsync(Limits.Process));
        Assert.Equal("ready\ncaught", run.Output);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Killed_process_has_the_exit_code_of_its_signal()
    {
        await using var run = CommandRun.Start(["sleep", "60"]);

        await run.SignalAsync("KILL");

        Assert.Equal(137, await run.WaitAsync(Limits.Process));
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Process_is_killed_on_disposal()
    {
        var run = CommandRun.Start(["sleep", "60"]);

        await run.DisposeAsync();

        Assert.True(run.ExitCode.IsCanceled);
    }

    [Fact(Timeout = Limits.Test)]
    public void Every_test_has_a_time_limit()
    {
        var unlimited = typeof(HarnessTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is { Timeout: 0 })
            .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

        Assert.Empty(unlimited);
    }

    [Fact(Timeout = Limits.Test)]
    public void CliWrap_is_used_in_one_file_only()
    {
        var files = Directory.EnumerateFiles(RepositoryRoot.Combine("test", "blackbox"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadLines(file).Any(line => line.StartsWith("using CliWrap", StringComparison.Ordinal)))
            .Select(Path.GetFileName);

        Assert.Equal(["CommandRun.cs"], files);
    }
}
