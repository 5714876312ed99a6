namespace Zot.BlackBox.Crash;

/// <summary>Two processes on one directory.</summary>
public sealed class SingleOwnerTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Second_process_on_the_same_directory_exits_with_an_error(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        var second = zot.Folder.Write("second.json", $$"""
            { "storage": { "rootDirectory": "{{zot.Data}}" }, "http": { "port": "{{FreePort.Next()}}" } }
            """);

        var run = await zot.RunAsync("serve", second);

        Assert.Equal(1, await run.ExitCode);
        Assert.Contains(zot.Data, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["v1"], await zot.Client.TagsAsync("app"));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Directory_is_unlocked_after_a_kill(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");

        await zot.KillAsync();
        await zot.StartAgainAsync();

        Assert.Equal(["v1"], await zot.Client.TagsAsync("app"));
    }
}
