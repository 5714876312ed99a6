using System.Text.Json.Nodes;

namespace Zot.BlackBox.CommandLine;

public sealed class LogRotationTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task SIGHUP_reopens_log_and_audit_after_a_rename(string build)
    {
        string log = "", audit = "";
        await using var zot = await ZotProcess.StartAsync(build, (options, folder) =>
        {
            (log, audit) = (Path.Combine(folder, "zot.log"), Path.Combine(folder, "audit.log"));
            options["log"] = new JsonObject { ["level"] = "debug", ["output"] = log, ["audit"] = audit };
        });
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v1");
        File.Move(log, log + ".1");
        File.Move(audit, audit + ".1");

        await zot.SignalAsync("HUP");
        await Eventually.TrueAsync(() => Task.FromResult(File.Exists(log) && File.Exists(audit)), "both files exist again", Limits.Process);
        var before = (new FileInfo(log + ".1").Length, new FileInfo(audit + ".1").Length);
        await zot.Client.PushAsync("team/app", Manifest.Image(), "v2");

        await Eventually.TrueAsync(
            () => Task.FromResult(File.ReadAllText(log).Contains("manifests/v2", StringComparison.Ordinal) && File.ReadAllText(audit).Contains("v2", StringComparison.Ordinal)),
            "new lines are in the new files",
            Limits.Process);
        Assert.Equal(before, (new FileInfo(log + ".1").Length, new FileInfo(audit + ".1").Length));
    }
}
