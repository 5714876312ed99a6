using System.Text;
using System.Text.Json.Nodes;
using Zot.BlackBox.Clients;
using Zot.BlackBox.Layout;

namespace Zot.BlackBox.Extensions;

/// <summary>Mandatory annotations. The minimal build accepts every image.</summary>
public sealed class LintTests
{
    private const string Source = "org.opencontainers.image.source";
    private const string Licenses = "org.opencontainers.image.licenses";

    [Theory(Timeout = Limits.Test)]
    [BothBuilds("", "", false)]
    [BothBuilds(Source, "", false)]
    [BothBuilds($"{Source} {Licenses}", "", true)]
    [BothBuilds("", $"{Source} {Licenses}", true)]
    [BothBuilds(Source, Licenses, true)]
    public async Task Skopeo_pushes_only_images_with_all_annotations(string build, string annotations, string labels, bool complete)
    {
        await using var zot = await ZotProcess.StartAsync(build, Lint);
        new ImageLayout(zot.Folder.Combine("in")).Add(Image(annotations, labels), "v1");

        var run = await Tool.TryAsync(
            "skopeo", "copy", "--quiet", "--preserve-digests", "--dest-tls-verify=false", $"oci:{zot.Folder.Combine("in")}:v1", $"docker://{zot.Host}/app:v1");

        var accepted = complete || build == "minimal";
        Assert.True(accepted == (await run.ExitCode == 0), run.Transcript);
        Assert.Equal(accepted, (await zot.Client.HeadAsync("/v2/app/manifests/v1")).Status == 200);
        if (!accepted)
        {
            Assert.Contains("manifest invalid", run.Errors, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Response_lists_missing_annotations(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Lint);
        var image = Image(Source, "other");
        await zot.Client.PushContentAsync("app", image);

        var answer = await zot.Client.PutManifestAsync("app", "v1", image);

        if (build == "minimal")
        {
            answer.Expect(201);
            return;
        }

        answer.ExpectError(400, "MANIFEST_INVALID", "missingAnnotations");
        var error = answer.Json.GetProperty("errors")[0];
        Assert.Equal("manifest invalid", error.GetProperty("message").GetString());
        Assert.Equal("v1", error.GetProperty("detail").GetProperty("reference").GetString());
        var missing = error.GetProperty("detail").GetProperty("missingAnnotations").GetString()!;
        Assert.StartsWith("\nlinter:", missing, StringComparison.Ordinal);
        Assert.Contains(image.Digest, missing, StringComparison.Ordinal);
        Assert.Contains(image.Blobs[0].Digest, missing, StringComparison.Ordinal);
        Assert.Contains($"[{Licenses}]", missing, StringComparison.Ordinal);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Rejected_push_does_not_move_the_tag(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Lint);
        var good = Image($"{Source} {Licenses}", "");
        var broken = Manifest.Image(new Blob(MediaType.Config, "no JSON"u8.ToArray()), [Blob.Random()]);
        await zot.Client.PushAsync("app", good, "v1");
        await zot.Client.PushAsync("app", good, "v2");
        Manifest[] refused = [Image("", ""), broken];

        foreach (var (tag, image) in new[] { "v1", "v2" }.Zip(refused))
        {
            await zot.Client.PushContentAsync("app", image);
            (await zot.Client.PutManifestAsync("app", tag, image)).Expect(build == "full" ? 400 : 201);

            var expected = build == "full" ? good : image;
            (await zot.Client.GetAsync($"/v2/app/manifests/{tag}")).Expect(200).ExpectBody(expected.Content);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Signatures_and_indexes_need_no_annotations(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build, Lint);
        var image = Image($"{Source} {Licenses}", "");
        await zot.Client.PushAsync("app", image, "v1");

        await zot.Client.PushAsync("app", Manifest.Index([image]), "index");
        await zot.Client.PushAsync("app", Image("", ""), $"{image.Digest.Replace(':', '-')}.sig");
        await zot.Client.PushAsync("app", Manifest.Artifact("application/vnd.cncf.notary.signature", image));
        await zot.Client.PushAsync("app", Manifest.Artifact("application/vnd.dev.sigstore.bundle.v0.3+json", image));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Section_without_enable_is_disabled_with_a_warning(string build)
    {
        await using var zot = await ZotProcess.StartAsync(
            build, static (options, _) => Lint(options, new JsonObject { ["mandatoryAnnotations"] = new JsonArray(Source) }));

        await zot.Client.PushAsync("app", Image("", ""), "v1");

        Assert.Contains("enable is not set", zot.Log, StringComparison.Ordinal);
    }

    private static void Lint(JsonObject options, string folder) =>
        Lint(options, new JsonObject { ["enable"] = true, ["mandatoryAnnotations"] = new JsonArray(Source, Licenses) });

    private static void Lint(JsonObject options, JsonObject section) => options["extensions"] = new JsonObject { ["lint"] = section };

    private static Manifest Image(string annotations, string labels)
    {
        var image = RealImage.Create();
        var config = JsonNode.Parse(image.Blobs[0].Content)!;
        config["config"]!["Labels"] = Values(labels);
        return Manifest.Image(
            new Blob(MediaType.Config, Encoding.UTF8.GetBytes(config.ToJsonString())),
            [.. image.Blobs.Skip(1)],
            manifest => manifest["annotations"] = Values(annotations));
    }

    private static JsonObject Values(string keys) => new(
        keys.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static key => KeyValuePair.Create(key, (JsonNode?)"given")));
}
