using System.Security.Cryptography;

namespace Zot.BlackBox.Clients;

/// <summary>Tests curl as scripts use it.</summary>
public sealed class CurlTests(SharedServers servers) : RegistryTest(servers)
{
    private const int Large = 300 << 20;

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Layer_of_300_MiB_is_streamed_in_and_downloaded_in_two_ranges(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        using var folder = new TemporaryFolder();
        var file = folder.Combine("layer");
        var digest = await WriteLargeAsync(file);
        var upload = await zot.Client.StartUploadAsync(Repository);

        await Tool.RunAsync("curl", "-sf", "-T", file, "-X", "PATCH", "-H", "Transfer-Encoding: chunked", $"{zot.Address}{upload[1..]}");
        (await zot.Client.FinishUploadAsync((await zot.Client.GetAsync(upload)).Location, digest)).Expect(201);
        var (url, pulled) = ($"{zot.Address}v2/{Repository}/blobs/{digest}", folder.Combine("pulled"));
        await Tool.RunAsync("curl", "-sf", "-r", "0-123456789", "-o", pulled, url);
        await Tool.RunAsync("curl", "-sf", "-C", "-", "-o", pulled, url);

        await using var content = File.OpenRead(pulled);
        Assert.Equal(digest, $"sha256:{Convert.ToHexStringLower(await SHA256.HashDataAsync(content, TestContext.Current.CancellationToken))}");
    }

    [Theory(Timeout = Limits.LongTest)]
    [BothBuilds]
    public async Task Layer_with_sha512_is_pushed_with_one_POST(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(10_000_000);
        var (digest, file) = (Digests.Sha512(content), folder.Combine("layer"));
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);

        var status = await Tool.RunAsync(
            "curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "--data-binary", $"@{file}", "-H", "Content-Type: application/octet-stream",
            $"{zot.Address}v2/{Repository}/blobs/uploads/?digest={digest}");
        await Tool.RunAsync("curl", "-sf", "-o", folder.Combine("pulled"), $"{zot.Address}v2/{Repository}/blobs/{digest}");

        Assert.Equal("201", status);
        Assert.Equal(content, await File.ReadAllBytesAsync(folder.Combine("pulled"), TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task HTTP_2_works_with_a_trusted_certificate(string build)
    {
        using var certificate = ServerCertificate.Create();
        await using var zot = await ZotProcess.StartAsync(
            build, (options, folder) => options["http"]!["tls"] = ServerCertificate.Write(certificate, folder), certificate);

        var answer = await Tool.RunAsync(
            "curl", "-sf", "--http2", "--cacert", zot.Folder.Combine("server.crt"), "-o", "/dev/null", "-w", "%{http_version} %{http_code}", $"{zot.Address}v2/");

        Assert.Equal("2 200", answer);
    }

    private static async Task<string> WriteLargeAsync(string path)
    {
        var block = RandomNumberGenerator.GetBytes(1 << 20);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = File.Create(path);
        for (var written = 0; written < Large; written += block.Length)
        {
            hash.AppendData(block);
            await file.WriteAsync(block, TestContext.Current.CancellationToken);
        }

        return $"sha256:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
