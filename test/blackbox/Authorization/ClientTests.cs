using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Zot.BlackBox.Clients;
using Zot.BlackBox.Layout;

namespace Zot.BlackBox.Authorization;

/// <summary>skopeo, podman and curl with users, public repositories and client certificates.</summary>
public sealed class ClientTests
{
    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Skopeo_pulls_anonymously_and_pushes_with_password(string build)
    {
        await using var zot = await StartOpenAsync(build);
        var image = AddImage(zot);
        string Remote(string repository) => $"docker://{zot.Host}/{repository}:v1";

        await DeniedAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", image, Remote("public/app"));
        await DeniedAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", "bob:builder", image, Remote("public/app"));
        await DeniedAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", "alice:wrong", image, Remote("public/app"));
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", "alice:wonderland", image, Remote("public/app"));
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-tls-verify=false", "--dest-creds", "alice:wonderland", image, Remote("team/app"));

        await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", Remote("public/app"));
        await DeniedAsync("skopeo", "inspect", "--tls-verify=false", Remote("team/app"));
        await DeniedAsync("skopeo", "inspect", "--tls-verify=false", "--creds", "bob:builder", Remote("team/app"));
        await Tool.RunAsync("skopeo", "inspect", "--tls-verify=false", "--creds", "alice:wonderland", Remote("team/app"));
        await DeniedAsync("skopeo", "delete", "--tls-verify=false", "--creds", "alice:wonderland", Remote("team/app"));
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Podman_pulls_anonymously_and_pushes_after_login(string build)
    {
        await using var zot = await StartOpenAsync(build);
        await using var storage = new Storage(zot.Host);
        using (var alice = new RegistryClient(zot.Address, Htpasswd.Basic("alice", "wonderland")))
        {
            await alice.PushAsync("public/app", RealImage.Create(), "v1");
        }

        var (name, login) = ($"{zot.Host}/public/app", storage.Combine("auth.json"));
        await storage.PodmanAsync("pull", "--quiet", $"{name}:v1");
        Assert.NotEqual(0, await (await storage.TryPodmanAsync("push", "--quiet", $"{name}:v1", $"{name}:v2")).ExitCode);
        Assert.NotEqual(0, await (await storage.TryPodmanAsync("login", "--authfile", login, "-u", "alice", "-p", "wrong", zot.Host)).ExitCode);
        await storage.PodmanAsync("login", "--authfile", login, "-u", "alice", "-p", "wonderland", zot.Host);
        await storage.PodmanAsync("push", "--quiet", "--authfile", login, $"{name}:v1", $"{name}:v2");
        await storage.PodmanAsync("rmi", "--all", "--force");
        await storage.PodmanAsync("pull", "--quiet", $"{name}:v2");

        Assert.Equal(["v1", "v2"], await zot.Client.TagsAsync("public/app"));
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Skopeo_podman_and_curl_authenticate_with_certificates(string build)
    {
        using var authority = new Authority();
        using var server = ServerCertificate.Create();
        await using var zot = await StartClosedAsync(build, authority, server);
        await using var storage = new Storage(zot.Host);
        var (nobody, eve, ada) = (Folder(zot, "nobody", server, null), Folder(zot, "eve", server, authority), Folder(zot, "ada", server, authority));
        var (image, remote, name) = (AddImage(zot), $"docker://{zot.Host}/app:v1", $"{zot.Host}/app");

        await DeniedAsync("skopeo", "copy", "--quiet", "--dest-cert-dir", nobody, image, remote);
        await DeniedAsync("skopeo", "copy", "--quiet", "--dest-cert-dir", eve, image, remote);
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--dest-cert-dir", ada, image, remote);
        await DeniedAsync("skopeo", "copy", "--quiet", "--src-cert-dir", eve, remote, $"oci:{zot.Folder.Combine("out")}:v1");
        await Tool.RunAsync("skopeo", "copy", "--quiet", "--src-cert-dir", ada, remote, $"oci:{zot.Folder.Combine("out")}:v1");

        Assert.NotEqual(0, await (await storage.TryPodmanAsync("pull", "--quiet", "--cert-dir", nobody, $"{name}:v1")).ExitCode);
        Assert.NotEqual(0, await (await storage.TryPodmanAsync("pull", "--quiet", "--cert-dir", eve, $"{name}:v1")).ExitCode);
        await storage.PodmanAsync("pull", "--quiet", "--cert-dir", ada, $"{name}:v1");
        await storage.PodmanAsync("push", "--quiet", "--cert-dir", ada, $"{name}:v1", $"{name}:v2");

        Assert.Equal("401", await CurlAsync(zot, nobody));
        Assert.Equal("403", await CurlAsync(zot, eve, "--cert", Path.Combine(eve, "client.cert"), "--key", Path.Combine(eve, "client.key")));
        Assert.Equal("200", await CurlAsync(zot, ada, "--cert", Path.Combine(ada, "client.cert"), "--key", Path.Combine(ada, "client.key")));
        Assert.Equal("200", await CurlAsync(zot, ada, "--http1.1", "--cert", Path.Combine(ada, "client.cert"), "--key", Path.Combine(ada, "client.key")));
    }

    private static Task<string> CurlAsync(ZotProcess zot, string folder, params string[] arguments) => Tool.RunAsync(
        "curl", ["-s", "--cacert", Path.Combine(folder, "ca.crt"), "-o", "/dev/null", "-w", "%{http_code}", .. arguments, $"{zot.Address}v2/app/tags/list"]);

    private static async Task DeniedAsync(string program, params string[] arguments)
    {
        var run = await Tool.TryAsync(program, arguments);
        Assert.NotEqual(0, await run.ExitCode);
        Assert.Matches("(?i)unauthorized|denied|authentication required|forbidden", run.Transcript);
    }

    private static string AddImage(ZotProcess zot)
    {
        new ImageLayout(zot.Folder.Combine("in")).Add(RealImage.Create(), "v1");
        return $"oci:{zot.Folder.Combine("in")}:v1";
    }

    private static string Folder(ZotProcess zot, string name, X509Certificate2 server, Authority? authority)
    {
        var folder = Directory.CreateDirectory(zot.Folder.Combine(name)).FullName;
        File.WriteAllText(Path.Combine(folder, "ca.crt"), server.ExportCertificatePem());
        if (authority is not null)
        {
            using var client = authority.Issue($"CN={name}");
            Authority.Write(client, folder);
        }

        return folder;
    }

    private static Task<ZotProcess> StartOpenAsync(string build) => ZotProcess.StartAsync(build, (options, folder) =>
    {
        AccessConfiguration.AddUsers(options, folder, ("alice", Htpasswd.Alice), ("bob", Htpasswd.Bob));
        AccessConfiguration.RepositoryOf(options, "public/**")["anonymousPolicy"] = AccessConfiguration.Texts("read");
        AccessConfiguration.Allow(options, "public/**", "alice", "read", "create", "update");
        AccessConfiguration.Allow(options, "team/**", "alice", "read", "create", "update");
    });

    private static Task<ZotProcess> StartClosedAsync(string build, Authority authority, X509Certificate2 server) => ZotProcess.StartAsync(
        build,
        (options, folder) =>
        {
            var tls = ServerCertificate.Write(server, folder);
            tls["cacert"] = authority.Write(folder);
            options["http"]!["tls"] = tls;
            options["http"]!["auth"] = new JsonObject { ["mtls"] = new JsonObject() };
            AccessConfiguration.Allow(options, "**", "ada", "read", "create", "update");
        },
        server);
}
