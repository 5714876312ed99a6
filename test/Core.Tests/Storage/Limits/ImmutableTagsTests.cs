using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Limits;

/// <summary>Immutable tags.</summary>
public sealed class ImmutableTagsTests : IAsyncDisposable
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Elsewhere = RepositoryName.Parse("app");

    private readonly LimitedStore _store = new(new StorageOptions
    {
        ImmutableTags = [new ImmutableTagsOptions { Repositories = ["library/*"], Patterns = ["^v[0-9]+$"] }],
    });

    private IRegistry Registry => _store.Registry;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Push_of_another_manifest_is_rejected_and_keeps_the_tag()
    {
        var first = await Registry.PushImageAsync(App, "v1", "first");

        var refusal = await Refusal.IsAsync(RegistryError.TagImmutable, () => Registry.PushImageAsync(App, "v1", "second"));

        Assert.Equal(("reference", "v1"), (refusal.Detail.Key, refusal.Detail.Value));
        Assert.Contains(first.Digest.ToString(), refusal.Detail.Reason!, StringComparison.Ordinal);
        Assert.Equal(first.Digest, await Registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task Push_of_the_same_manifest_is_accepted()
    {
        var first = await Registry.PushImageAsync(App, "v1");

        Assert.Equal(first, await Registry.PushImageAsync(App, "v1"));
    }

    [Fact]
    public async Task Push_by_digest_with_an_immutable_tag_moves_no_tag()
    {
        await Registry.PushImageAsync(App, "v1", "first");
        var other = Some.Image(note: "other");
        var push = new ManifestPush(App, Reference.To(Some.Digest(other)), MediaTypes.OciManifest, other)
        {
            Tags = [Tag.Parse("latest"), Tag.Parse("v1")],
        };

        await Refusal.IsAsync(RegistryError.TagImmutable, async () => await Registry.PushManifestAsync(push, default));

        Assert.Null(await Registry.ResolveAsync(App, "latest"));
    }

    [Fact]
    public async Task Tags_that_do_not_match_are_mutable()
    {
        foreach (var (repository, tag) in new[] { (App, "latest"), (App, "v1-rc"), (Elsewhere, "v1") })
        {
            await Registry.PushImageAsync(repository, tag, "first");
            var second = await Registry.PushImageAsync(repository, tag, "second");

            Assert.Equal(second.Digest, await Registry.ResolveAsync(repository, tag));
            Assert.True(await Registry.DeleteManifestAsync(repository, Reference.To(Tag.Parse(tag)), default));
        }
    }

    [Fact]
    public async Task Deletion_of_the_tag_or_its_digest_is_rejected()
    {
        var image = await Registry.PushImageAsync(App, "v1");
        await Registry.PushImageAsync(App, "latest");

        await Refusal.IsAsync(
            RegistryError.TagImmutable, async () => await Registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v1")), default));
        await Refusal.IsAsync(
            RegistryError.TagImmutable, async () => await Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));

        Assert.Equal(image.Digest, await Registry.ResolveAsync(App, "v1"));
        Assert.True(await Registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("latest")), default));
    }

    [Fact]
    public async Task Deletion_of_a_manifest_without_immutable_tags_succeeds()
    {
        await Registry.PushImageAsync(App, "v1", "first");
        var second = await Registry.PushImageAsync(App, "latest", "second");

        Assert.True(await Registry.DeleteManifestAsync(App, Reference.To(second.Digest), default));
        Assert.False(await Registry.DeleteManifestAsync(App, Reference.To(Tag.Parse("v2")), default));
    }

    [Fact]
    public async Task Concurrent_pushes_of_a_new_tag_have_one_winner()
    {
        await Registry.PushBlobsAsync(App, "{}");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(async () =>
        {
            try
            {
                return (await Registry.PushManifestAsync(App, "v1", Some.Image(note: $"{at}"))).Digest;
            }
            catch (RegistryException refusal) when (refusal.Error == RegistryError.TagImmutable)
            {
                return (Digest?)null;
            }
        })));

        Assert.Equal(Assert.Single(outcomes, static digest => digest is not null), await Registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task Changed_configuration_applies_immediately()
    {
        await Registry.PushImageAsync(App, "v1", "first");
        _store.Options = new StorageOptions { ImmutableTags = [new ImmutableTagsOptions { Repositories = ["**"], Patterns = ["latest"] }] };

        var second = await Registry.PushImageAsync(App, "v1", "second");
        await Registry.PushImageAsync(Elsewhere, "latest", "first");

        Assert.Equal(second.Digest, await Registry.ResolveAsync(App, "v1"));
        await Refusal.IsAsync(RegistryError.TagImmutable, () => Registry.PushImageAsync(Elsewhere, "latest", "second"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tag_pushed_between_check_and_commit_of_another_push_is_kept(bool isByDigest)
    {
        await Registry.PushBlobsAsync(App, "{}");
        Descriptor? winner = null;
        _store.Interleaved.BeforeNext(async () => winner = await Registry.PushManifestAsync(App, "v1", Some.Image(note: "second")));

        var first = Some.Image(note: "first");
        var push = new ManifestPush(
            App, isByDigest ? Reference.To(Some.Digest(first)) : Reference.To(Tag.Parse("v1")), MediaTypes.OciManifest, first)
        {
            Tags = isByDigest ? [Tag.Parse("latest"), Tag.Parse("v1")] : [],
        };
        await Refusal.IsAsync(RegistryError.TagImmutable, async () => await Registry.PushManifestAsync(push, default));

        Assert.Equal(winner!.Digest, await Registry.ResolveAsync(App, "v1"));
        Assert.Null(await Registry.ResolveAsync(App, "latest"));
        Assert.Null(await Registry.FindManifestAsync(App, Reference.To(Some.Digest(first)), default));
    }

    [Fact]
    public async Task Same_manifest_pushed_between_check_and_commit_is_accepted()
    {
        await Registry.PushBlobsAsync(App, "{}");
        _store.Interleaved.BeforeNext(() => Registry.PushManifestAsync(App, "v1", Some.Image()));

        Assert.Equal(Some.Digest(Some.Image()), (await Registry.PushManifestAsync(App, "v1", Some.Image())).Digest);
    }

    [Fact]
    public async Task Tag_that_becomes_immutable_during_a_push_or_a_deletion_is_kept()
    {
        await Registry.PushBlobsAsync(Elsewhere, "{}");
        var first = await Registry.PushManifestAsync(Elsewhere, "v1", Some.Image(note: "first"));
        var guarded = new StorageOptions { ImmutableTags = [new ImmutableTagsOptions { Repositories = ["**"] }] };
        var free = _store.Options;
        foreach (var change in new Func<Task>[]
        {
            () => Registry.PushManifestAsync(Elsewhere, "v1", Some.Image(note: "second")),
            async () => await Registry.DeleteManifestAsync(Elsewhere, Reference.To(Tag.Parse("v1")), default),
            async () => await Registry.DeleteManifestAsync(Elsewhere, Reference.To(first.Digest), default),
        })
        {
            _store.Options = free;
            _store.Interleaved.BeforeNext(() =>
            {
                _store.Options = guarded;
                return Task.CompletedTask;
            });

            await Refusal.IsAsync(RegistryError.TagImmutable, change);

            Assert.Equal(first.Digest, await Registry.ResolveAsync(Elsewhere, "v1"));
        }
    }

    [Fact]
    public async Task Digest_tagged_between_check_and_commit_of_its_deletion_is_kept()
    {
        await Registry.PushBlobsAsync(App, "{}");
        var image = await Registry.PushManifestAsync(App, "latest", Some.Image());
        _store.Interleaved.BeforeNext(() => Registry.PushManifestAsync(App, "v1", Some.Image()));

        await Refusal.IsAsync(
            RegistryError.TagImmutable, async () => await Registry.DeleteManifestAsync(App, Reference.To(image.Digest), default));

        Assert.Equal(image.Digest, await Registry.ResolveAsync(App, "v1"));
        Assert.Equal(image.Digest, await Registry.ResolveAsync(App, "latest"));
    }
}
