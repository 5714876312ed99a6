using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary><c>maxRepos</c>.</summary>
public sealed class RepositoryLimitTests
{
    private static readonly StorageOptions Two = new() { MaxRepos = 2 };

    [Fact]
    public async Task First_manifest_above_the_limit_is_rejected_and_others_are_accepted()
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
    public async Task Repository_without_manifests_does_not_count()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushBlobsAsync(Name("a"), "blob");
        await store.Registry.PushBlobsAsync(Name("b"), "blob");

        await store.Registry.PushImageAsync(Name("c"), "v1");
        await store.Registry.PushImageAsync(Name("d"), "v1");

        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("a"), "v1"));
    }

    [Fact]
    public async Task Existing_repositories_count_after_a_restart()
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
    public async Task Concurrent_first_pushes_do_not_exceed_the_limit()
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
    public async Task Collected_repository_frees_its_slot_and_is_rejected_when_pushed_again()
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

    [Fact]
    public async Task Incoming_first_manifest_counts()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        await store.Registry.PushBlobsAsync(Name("b"), "{}");
        await store.Registry.PushBlobsAsync(Name("c"), "{}");
        store.Interleaved.BeforeNext(() => Refusal.IsAsync(
            RegistryError.TooManyRequests, () => store.Registry.PushManifestAsync(Name("c"), "v1", Some.Image())));

        await store.Registry.PushManifestAsync(Name("b"), "v1", Some.Image());

        Assert.NotNull(await store.Registry.ResolveAsync(Name("b"), "v1"));
        Assert.Null(await store.Registry.ResolveAsync(Name("c"), "v1"));
    }

    [Fact]
    public async Task Rejected_first_manifest_does_not_count()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        store.Interleaved.BeforeNext(() => throw RegistryError.ManifestInvalid.With("reference", "v1"));

        await Refusal.IsAsync(RegistryError.ManifestInvalid, () => store.Registry.PushImageAsync(Name("b"), "v1"));

        await store.Registry.PushImageAsync(Name("c"), "v1");
        await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("b"), "v1"));
    }

    [Fact]
    public async Task Rejected_push_keeps_the_reservation_of_another_push_to_its_repository()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        await store.Registry.PushBlobsAsync(Name("b"), "{}");
        store.Interleaved.BeforeNext(async () =>
        {
            store.Interleaved.BeforeNext(() => throw RegistryError.ManifestInvalid.With("reference", "v2"));
            await Refusal.IsAsync(RegistryError.ManifestInvalid, () => store.Registry.PushManifestAsync(Name("b"), "v2", Some.Image()));
            await Refusal.IsAsync(RegistryError.TooManyRequests, () => store.Registry.PushImageAsync(Name("c"), "v1"));
        });

        await store.Registry.PushManifestAsync(Name("b"), "v1", Some.Image());
    }

    [Fact]
    public async Task Repository_emptied_between_check_and_commit_is_checked_again()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        await store.Registry.PushImageAsync(Name("b"), "v1");
        store.Interleaved.BeforeNext(async () =>
        {
            await store.Registry.DeleteManifestAsync(Name("a"), Reference.To(Some.Tag), default);
            await store.CollectAsync(Name("a"));
            await store.Registry.PushImageAsync(Name("c"), "v1");
            await store.Registry.PushBlobsAsync(Name("a"), "{}");
        });

        await Refusal.IsAsync(
            RegistryError.TooManyRequests, () => store.Registry.PushManifestAsync(Name("a"), "v2", Some.Image(note: "another")));

        Assert.Null(await store.Registry.ResolveAsync(Name("a"), "v2"));
        Assert.Equal(["b", "c"], (await store.Registry.ListAsync()).Where(static name => name != "a"));
    }

    [Fact]
    public async Task Repository_emptied_between_check_and_commit_is_accepted_below_the_limit()
    {
        await using var store = new LimitedStore(Two);
        await store.Registry.PushImageAsync(Name("a"), "v1");
        store.Interleaved.BeforeNext(
            async () => await store.Registry.DeleteManifestAsync(Name("a"), Reference.To(Some.Tag), default));

        await store.Registry.PushManifestAsync(Name("a"), "v2", Some.Image(layers: [Some.Layer("layer")], note: "another"));

        Assert.NotNull(await store.Registry.ResolveAsync(Name("a"), "v2"));
    }

    private static RepositoryName Name(string name) => RepositoryName.Parse(name);
}
