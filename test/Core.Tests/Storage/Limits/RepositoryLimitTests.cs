using Xunit;
using Zot.Configuration;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Storage.Tests;

/// <summary><c>maxRepos</c>.</summary>
public sealed class RepositoryLimitTests
{
    private static readonly StorageOptions Two = new() { MaxRepos = 2 };

    [Fact]
    public async Task FirstManifest_BeyondTheLimit_IsRefused_AndAllOthersAreTaken()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        await store.Registry.PushImageAsync(Name("b"), "v1");

        var refusal = await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("c"), "v1"));

        Assert.Equal(("limit", "2"), (refusal.Detail.Key, refusal.Detail.Value));
        await store.Registry.PushImageAsync(Name("a"), "v2", "another");
        Assert.Null(await store.Registry.ResolveAsync(Name("c"), "v1"));
    }

    [Fact]
    public async Task Repository_WithoutManifest_DoesNotCount()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushBlobsAsync(Name("a"), "blob");
        await store.Registry.PushBlobsAsync(Name("b"), "blob");

        await store.Registry.PushImageAsync(Name("c"), "v1");
        await store.Registry.PushImageAsync(Name("d"), "v1");

        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("a"), "v1"));
    }

    [Fact]
    public async Task Repositories_OfAnEarlierRun_Count()
    {
        var driver = new MemoryDriver(TimeProvider.System);
        await using (var before = Stores.Open(driver))
        {
            await before.Registry.PushImageAsync(Name("a"), "v1");
            await before.Registry.PushImageAsync(Name("b"), tag: null);
        }

        await using var store = new LimitedStore(Two, driver);

        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("c"), "v1"));
        await store.Registry.PushImageAsync(Name("b"), "v1");
    }

    [Fact]
    public async Task OfManyWhoComeAtOnce_NoMoreThanTheLimitGetIn()
    {
        await using var store = new LimitedStore(Two);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(async () =>
        {
            try
            {
                await store.Registry.PushImageAsync(Name($"r{at}"), "v1");
                return true;
            }
            catch (RegistryException refusal) when (refusal.Error == RegistryError.TooManyRequests)
            {
                return false;
            }
        })));

        Assert.Equal(2, outcomes.Count(static isIn => isIn));
    }

    [Fact]
    public async Task Repository_ThatWasCollected_MakesRoom_AndIsRefusedWhenItComesBack()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        await store.Registry.PushImageAsync(Name("b"), "v1");
        await store.Registry.DeleteManifestAsync(Name("a"), Reference.To(Some.Tag), default);
        await store.CollectAsync(Name("a"));
        Assert.False(await store.Registry.HasRepositoryAsync(Name("a"), default));

        await store.Registry.PushImageAsync(Name("c"), "v1");

        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("a"), "v1"));
    }

    private static RepositoryName Name(string name) => RepositoryName.Parse(name);
}
