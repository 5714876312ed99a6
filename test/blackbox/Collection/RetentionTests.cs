using System.Text.Json;
using System.Text.Json.Nodes;

namespace Zot.BlackBox.Collection;

/// <summary>Retention policies: their reports and their removals.</summary>
public sealed class RetentionTests
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Last_pulled_image_is_kept_after_a_restart(string build)
    {
        await using var zot = await ZotProcess.StartAsync(
            build, static (options, folder) => Keep(options, folder, "24h", new JsonObject { ["mostRecentlyPulledCount"] = 1 }));
        var (first, second) = (Manifest.Image(), Manifest.Image());
        await zot.Client.PushAsync("app", first, "first");
        await zot.Client.PushAsync("app", second, "second");
        (await zot.Client.GetAsync("/v2/app/manifests/first")).Expect(200);
        Assert.Contains("server is running", (await VerifyAsync(zot)).Errors, StringComparison.Ordinal);
        await zot.StopAsync();

        var told = await VerifyAsync(zot, "--log-file", zot.Folder.Combine("decisions.log"));
        Assert.Equal(0, await told.ExitCode);
        var rows = told.Output.Split('\n');
        Assert.Matches("^REPOSITORY  TAG +DIGEST +DECISION  PUSHED +LAST PULLED +REASON$", rows[0]);
        Assert.Matches($@"^app +first +{first.Digest}  keep +\S+Z  \S+Z +retained by mostRecentlyPulledCount:1 policy$", rows[1]);
        Assert.Matches($@"^app +second +{second.Digest}  delete +\S+Z  - +didn't meet any tag retention rule$", rows[2]);
        var decisions = await File.ReadAllLinesAsync(zot.Folder.Combine("decisions.log"));
        var line = JsonDocument.Parse(decisions.Single(static line => line.Contains("\"tag\":\"second\"", StringComparison.Ordinal))).RootElement;
        Assert.Equal(
            ("applied policy", "retention", true, "delete"),
            (line.GetProperty("message").GetString(), line.GetProperty("module").GetString(),
                line.GetProperty("dry-run").GetBoolean(), line.GetProperty("decision").GetString()));

        zot.Configure(static (options, _) => options["storage"]!["gcInterval"] = "1s");
        await zot.StartAgainAsync();

        await Eventually.TrueAsync(
            async () => (await zot.Client.HeadAsync($"/v2/app/manifests/{second.Digest}")).Status == 404, "the image that was not pulled is removed");
        (await zot.Client.GetAsync("/v2/app/manifests/first")).Expect(200);
        await Eventually.TrueAsync(
            () => Task.FromResult(Audit(zot).Any(line => line.Contains("\"tag\":\"second\"", StringComparison.Ordinal))), "the removal is in the audit log");
        Assert.DoesNotContain(Audit(zot), static line => line.Contains("\"tag\":\"first\"", StringComparison.Ordinal));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Policy_on_names_needs_no_times(string build)
    {
        await using var zot = await ZotProcess.StartAsync(
            build, static (options, folder) => Keep(options, folder, "1s", new JsonObject { ["patterns"] = new JsonArray("^v") }));
        await zot.Client.PushAsync("app", Manifest.Image(), "v1");
        await zot.Client.PushAsync("app", Manifest.Image(), "nightly");

        await Eventually.TrueAsync(
            async () => (await zot.Client.HeadAsync("/v2/app/manifests/nightly")).Status == 404, "the tag without a pattern is removed");
        (await zot.Client.GetAsync("/v2/app/manifests/v1")).Expect(200);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Verification_that_is_not_possible_is_an_error_message(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, static (options, _) => options["storage"]!["gc"] = false);
        await zot.StopAsync();

        await RefusedAsync(await VerifyAsync(zot), "verify-feature retention requires GC to be enabled");
        await RefusedAsync(await VerifyAsync(zot, "--timeout", "soon"), "--timeout is 'soon', but must be a duration");
    }

    private static async Task RefusedAsync(CommandRun run, string reason)
    {
        Assert.Equal(1, await run.ExitCode);
        Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
    }

    private static Task<CommandRun> VerifyAsync(ZotProcess zot, params string[] options) =>
        zot.RunAsync(["verify-feature", "retention", zot.ConfigurationFile, .. options]);

    private static string[] Audit(ZotProcess zot)
    {
        using var file = new FileStream(zot.Folder.Combine("audit.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n');
    }

    private static void Keep(JsonObject options, string folder, string interval, JsonObject entry)
    {
        options["log"]!["audit"] = Path.Combine(folder, "audit.log");
        var storage = options["storage"]!.AsObject();
        (storage["gc"], storage["gcDelay"], storage["gcInterval"]) = (true, "1h", interval);
        storage["retention"] = new JsonObject
        {
            ["delay"] = "1ms",
            ["policies"] = new JsonArray(new JsonObject { ["repositories"] = new JsonArray("**"), ["keepTags"] = new JsonArray(entry) }),
        };
    }
}
