using Xunit;
using Zot.Migration.Distribution;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Migration;

/// <summary>
/// A migration crashes between any two changes of the target: no partial image exists, and the next run completes it.
/// </summary>
public sealed class MigrationCrashTests
{
    private static readonly RepositoryName App = RepositoryName.Parse("app");

    // More than a migration makes.
    private const int MostChanges = 200;

    [Fact]
    public async Task Crash_after_any_change_leaves_complete_images_and_the_next_run_completes_it()
    {
        using var source = new DistributionFolder();
        var images = new[] { source.AddImage("app", "one", "v1"), source.AddImage("app", "two", "v2") };
        source.AddManifest("app", Some.Index(images), MediaTypes.OciIndex, "all");
        var crashes = 0;
        for (var changes = 0; changes < MostChanges; changes++)
        {
            crashes += await CrashAfterAsync(source, changes) ? 1 : 0;
        }

        Assert.InRange(crashes, 20, MostChanges - 1);
    }

    private static async Task<bool> CrashAfterAsync(DistributionFolder source, int changes)
    {
        var memory = new MemoryDriver(TimeProvider.System);
        var failing = new FailingDriver(memory);
        var before = Stores.Open(failing, durable: true, time: new ManualTime()); // no background work after the crash
        failing.FailAfter(changes);
        var crashed = false;
        try
        {
            await MigrateAsync(source, before);
        }
        catch (IOException)
        {
            crashed = true;
        }

        await using var after = Stores.Open(memory);
        await AreWholeAsync(after.Registry);
        var ended = await MigrateAsync(source, after);
        Assert.Empty(ended.Faults);
        Assert.Equal(["all", "v1", "v2"], await after.Registry.ListTagsAsync(App, default));
        await AreWholeAsync(after.Registry);
        Assert.Empty(await memory.ListAsync(ImageLayout.Uploads(App), default));
        return crashed;
    }

    private static Task<MigratedRepository> MigrateAsync(DistributionFolder source, Store target)
    {
        var directory = DistributionDirectory.Open(source.Path)!;
        var carrier = new BlobCarrier(directory, target, copies: false, static _ => { });
        return new RepositoryMigration(App, directory, target, carrier, new MigrationOptions()).RunAsync(default);
    }

    private static async Task AreWholeAsync(IRegistry registry)
    {
        foreach (var tag in await registry.ListTagsAsync(App, default) ?? [])
        {
            var content = (await registry.GetManifestAsync(App, Reference.Parse(tag), default))!;
            var manifest = Manifest.Parse(content.Descriptor.MediaType, content.Content);
            foreach (var blob in manifest.Blobs)
            {
                Assert.Equal(blob.Digest, Some.Digest((await registry.ReadBlobAsync(App, blob.Digest))!));
            }

            foreach (var listed in manifest.Manifests)
            {
                Assert.NotNull(await registry.GetManifestAsync(App, Reference.To(listed.Digest), default));
            }
        }
    }
}
