using System.Text.Json;
using Zot.BlackBox.Layout;

namespace Zot.BlackBox.Clients;

/// <summary>Tests skopeo.</summary>
public sealed class SkopeoTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds("image")]
    [BothBuilds("empty layer")]
    [BothBuilds("multi-platform index")]
    [BothBuilds("300 MiB layer")]
    [BothBuilds("artifact with a subject")]
    public async Task Copied_image_is_unchanged(string build, string kind)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        using var folder = new TemporaryFolder();
        var image = kind switch
        {
            "image" => RealImage.Create(),
            "empty layer" => RealImage.WithEmptyLayer(),
            "multi-platform index" => RealImage.MultiPlatform(),
            "artifact with a subject" => Manifest.Artifact("application/vnd.example.sbom.v1", RealImage.Create()),
            _ => RealImage.Large(300 << 20),
        };
        new ImageLayout(folder.Combine("in")).Add(image, "v1");

        await CopyAsync($"oci:{folder.Combine("in")}:v1", Remote(zot, "v1"));
        await CopyAsync(Remote(zot, "v1"), $"oci:{folder.Combine("out")}:v1");

        (await zot.Client.HeadAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectHeader("Docker-Content-Digest", image.Digest);
        var index = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.Combine("out", "index.json"), TestContext.Current.CancellationToken));
        Assert.Equal(image.Digest, index.RootElement.GetProperty("manifests")[0].GetProperty("digest").GetString());
        foreach (var blob in image.Blobs)
        {
            var copied = new FileInfo(folder.Combine("out", "blobs", "sha256", blob.Digest[7..]));
            Assert.Equal(blob.Content.Length, copied.Length);
        }
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Docker_schema_2_image_is_unchanged(string build)
    {
        var zot = await ServerAsync(Servers.DockerAsync(build));
        using var folder = new TemporaryFolder();
        new ImageLayout(folder.Combine("in")).Add(RealImage.Create(), "v1");

        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--format", "v2s2", $"oci:{folder.Combine("in")}:v1", Remote(zot, "v1"));
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--src-tls-verify=false", Remote(zot, "v1"), $"dir:{folder.Combine("out")}");

        var pushed = (await zot.Client.GetAsync($"/v2/{Repository}/manifests/v1")).Expect(200).ExpectHeader("Content-Type", MediaType.DockerImage);
        Assert.Equal(pushed.Body, await File.ReadAllBytesAsync(folder.Combine("out", "manifest.json"), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Images_are_inspected_listed_and_deleted(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        var image = RealImage.Create();
        await zot.Client.PushAsync(Repository, image, "v1");
        await zot.Client.PushAsync(Repository, RealImage.Create(), "v2");

        var inspected = JsonDocument.Parse(await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", Remote(zot, "v1"))).RootElement;
        var listed = JsonDocument.Parse(await Tool.RunAsync("skopeo", "list-tags", "--tls-verify=false", Remote(zot, null))).RootElement;
        await Tool.RunAsync("skopeo", "delete", "--tls-verify=false", Remote(zot, "v1"));

        Assert.Equal(image.Digest, inspected.GetProperty("Digest").GetString());
        Assert.Equal(["v1", "v2"], listed.GetProperty("Tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(["v2"], await zot.Client.TagsAsync(Repository));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Registry_with_TLS_and_users_is_accessible(string build)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await ZotProcess.StartAsync(
            build,
            (options, folder) =>
            {
                var http = options["http"]!.AsObject();
                http["tls"] = ServerCertificate.Write(certificate, folder);
                File.WriteAllText(Path.Combine(folder, "htpasswd"), Htpasswd.Alice);
                http["auth"] = new System.Text.Json.Nodes.JsonObject
                {
                    ["htpasswd"] = new System.Text.Json.Nodes.JsonObject { ["path"] = Path.Combine(folder, "htpasswd") },
                };
            },
            certificate);
        var trust = Directory.CreateDirectory(zot.Folder.Combine("trust")).FullName;
        await File.WriteAllTextAsync(Path.Combine(trust, "ca.crt"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        new ImageLayout(zot.Folder.Combine("in")).Add(RealImage.Create(), "v1");

        var refused = await Tool.TryAsync("skopeo", "copy", "--quiet", "--dest-cert-dir", trust, $"oci:{zot.Folder.Combine("in")}:v1", Remote(zot, "v1"));
        await Tool.RunAsync(
            "skopeo", "copy", "--quiet", "--dest-cert-dir", trust, "--dest-creds", "alice:wonderland", $"oci:{zot.Folder.Combine("in")}:v1", Remote(zot, "v1"));
        await Tool.RunAsync(
            "skopeo", "copy", "--quiet", "--src-cert-dir", trust, "--src-creds", "alice:wonderland", Remote(zot, "v1"), $"oci:{zot.Folder.Combine("out")}:v1");

        Assert.NotEqual(0, await refused.ExitCode);
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Stored_layout_is_readable_without_the_server(string build)
    {
        await using var zot = await ZotProcess.StartAsync(build);
        var image = RealImage.Create();
        var index = RealImage.MultiPlatform();
        await zot.Client.PushAsync("app", image, "v1");
        await zot.Client.PushAsync("app", index, "multi");

        await zot.StopAsync();

        var inspected = JsonDocument.Parse(await Tool.RunAsync("skopeo", "inspect", $"oci:{Path.Combine(zot.Data, "app")}:v1")).RootElement;
        Assert.Equal(image.Digest, inspected.GetProperty("Digest").GetString());
        await CopyAsync($"oci:{Path.Combine(zot.Data, "app")}:multi", $"oci:{zot.Folder.Combine("out")}:multi");
    }

    private static Task<string> CopyAsync(string from, string to) => Tool.RunAsync(
        "skopeo", "copy", "--quiet", "--all", "--preserve-digests", "--src-tls-verify=false", "--dest-tls-verify=false", from, to);

    private string Remote(ZotProcess zot, string? tag) =>
        $"docker://{zot.Host}/{Repository}{(tag is null ? "" : $":{tag}")}";
}
