using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Registry;
using Zot.Server.Commands;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Commands;

public sealed class GcCommandTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damaged_manifest_keeps_blobs_only()
    {
        Descriptor image;
        await using (var store = Stores.Open(FileSystemDriver.Open(_folder["data"], TimeProvider.System)))
        {
            image = await store.Registry.PushImageAsync(Some.Repository, "v1");
            await store.Registry.StartUploadAsync(Some.Repository, DigestAlgorithm.Sha256, default);
        }

        File.Delete(_folder[$"data/{Some.Repository}/blobs/sha256/{image.Digest.ToString()["sha256:".Length..]}"]);
        var config = _folder["config.json"];
        await File.WriteAllTextAsync(
            config,
            $$$"""{"storage":{"rootDirectory":"{{{_folder["data"]}}}","gcDelay":"1ms"},"http":{"port":"0"}}""",
            TestContext.Current.CancellationToken);
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(0, await ZotCommand.RunAsync(["gc", config], output, error));

        Assert.Contains(
            $"{Some.Repository}: no blobs removed: the manifest {image.Digest} is missing or damaged",
            output.ToString(),
            StringComparison.Ordinal);
        Assert.Contains("removed 0 manifests, 0 blobs and 1 uploads", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing removed", output.ToString(), StringComparison.Ordinal);
    }
}
