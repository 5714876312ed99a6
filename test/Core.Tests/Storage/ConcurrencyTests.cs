using Xunit;
using Zot.Registry;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage;

public sealed class ConcurrencyTests : IDisposable
{
    private const int Clients = 16;
    private const int Steps = 40;

    private static readonly RepositoryName App = Some.Repository;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Concurrent_clients_of_one_repository_lose_no_changes(bool onDisk)
    {
        var driver = CreateDriver(onDisk);
        Dictionary<string, Digest?>[] expected;
        await using (var store = Stores.Open(driver))
        {
            expected = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(() => WorkAsync(store.Registry, client))));
            await CheckAsync(store.Registry, expected);
        }

        await using var again = Stores.Open(onDisk ? CreateDriver(onDisk) : driver);
        await CheckAsync(again.Registry, expected);
    }

    [Fact]
    public async Task Concurrent_pushes_to_the_same_tags_end_with_the_last_push_of_a_client()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        await store.Registry.PushBlobsAsync(App, "{}");
        var pushes = Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            var last = default(Digest);
            for (var step = 0; step < Steps; step++)
            {
                last = (await store.Registry.PushManifestAsync(App, $"t{step % 3}", Some.Image(note: $"{client} {step}"))).Digest;
                Assert.NotNull(await store.Registry.GetManifestAsync(App, Reference.To(last), default));
                Assert.NotNull(await store.Registry.GetManifestAsync(App, Reference.To(Tag.Parse($"t{step % 3}")), default));
            }

            return last;
        }));

        var candidates = await Task.WhenAll(pushes);

        Assert.Contains((await store.Registry.ResolveAsync(App, $"t{(Steps - 1) % 3}"))!.Value, candidates);
    }

    [Fact]
    public async Task Concurrent_deletion_and_push_leave_no_manifest_without_its_content()
    {
        await using var store = Stores.Open(new MemoryDriver(TimeProvider.System));
        var registry = store.Registry;
        var deleter = Task.Run(async () =>
        {
            for (var step = 0; step < 300; step++)
            {
                try
                {
                    await registry.DeleteBlobAsync(App, Some.Digest("layer"), default);
                }
                catch (RegistryException refusal) when (refusal.Error == RegistryError.StillReferenced)
                {
                    await registry.DeleteManifestAsync(App, Reference.To(Some.Digest(Some.Image(layers: [Some.Layer("layer")]))), default);
                }
            }
        });

        while (!deleter.IsCompleted)
        {
            try
            {
                await registry.PushImageAsync(App, "v1");
            }
            catch (RegistryException refusal) when (refusal.Error == RegistryError.ManifestBlobUnknown)
            {
                // The deleter was faster, and the client gets the error.
            }
        }

        await deleter;
        if (await registry.ResolveAsync(App, "v1") is not null)
        {
            Assert.NotNull(await registry.FindBlobAsync(App, Some.Digest("layer"), default));
        }
    }

    private static async Task<Dictionary<string, Digest?>> WorkAsync(IRegistry registry, int client)
    {
        var random = new Random(client);
        Dictionary<string, Digest?> model = [];
        for (var step = 0; step < Steps; step++)
        {
            var tag = $"c{client}-{random.Next(6)}";
            if (random.Next(4) == 0)
            {
                var isThere = model.GetValueOrDefault(tag) is not null;
                Assert.Equal(isThere, await registry.DeleteManifestAsync(App, Reference.To(Tag.Parse(tag)), default));
                model[tag] = null;
            }
            else
            {
                model[tag] = (await registry.PushImageAsync(App, tag, $"layer {random.Next(10)}")).Digest;
            }

            Assert.Equal(model[tag], await registry.ResolveAsync(App, tag));
        }

        return model;
    }

    private static async Task CheckAsync(IRegistry registry, Dictionary<string, Digest?>[] expected)
    {
        var there = expected.SelectMany(static model => model).Where(static pair => pair.Value is not null).ToList();
        Assert.Equal(there.Select(static pair => pair.Key).Order(StringComparer.Ordinal), await registry.ListTagsAsync(App, default));
        foreach (var (tag, digest) in there)
        {
            Assert.Equal(digest, await registry.ResolveAsync(App, tag));
        }
    }

    private IStorageDriver CreateDriver(bool onDisk) =>
        onDisk ? FileSystemDriver.Open(_directory.Path, TimeProvider.System) : new MemoryDriver(TimeProvider.System);
}
