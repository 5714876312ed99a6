using Zot.Registry;

namespace Zot.Testing;

/// <summary>
/// The contract tests of <see cref="IRegistry"/>, for each implementation and each layer over one.
/// </summary>
public abstract partial class RegistryContract
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Other = Some.OtherRepository;

    /// <summary>Creates an empty registry.</summary>
    protected abstract IRegistry CreateRegistry();

    [Fact]
    public async Task HasRepository_is_true_after_the_first_upload_started()
    {
        var registry = CreateRegistry();
        Assert.False(await registry.HasRepositoryAsync(App, default));

        await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        Assert.True(await registry.HasRepositoryAsync(App, default));
        Assert.Equal([], (await registry.ListTagsAsync(App, default))!);
    }

    [Fact]
    public async Task ListRepositories_omits_a_repository_without_content()
    {
        var registry = CreateRegistry();
        await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        Assert.Empty(await registry.ListAsync());

        await registry.PushBlobsAsync(App, "content");

        Assert.Equal(["library/app"], await registry.ListAsync());
    }

    [Fact]
    public async Task Unknown_repository_has_no_content()
    {
        var registry = CreateRegistry();

        Assert.Null(await registry.ListTagsAsync(App, default));
        Assert.Empty(await registry.ListReferrersAsync(App, Some.Digest("x"), default));
        Assert.Null(await registry.FindBlobAsync(App, Some.Digest("x"), default));
        Assert.Null(await registry.OpenBlobAsync(App, Some.Digest("x"), default));
        Assert.Null(await registry.GetManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.Null(await registry.FindUploadAsync(App, UploadId.Create(), default));
        Assert.False(await registry.DeleteBlobAsync(App, Some.Digest("x"), default));
        Assert.False(await registry.DeleteManifestAsync(App, Reference.To(Some.Tag), default));
        Assert.Empty(await registry.ListAsync());
    }

    [Fact]
    public async Task ListRepositories_is_sorted_and_continues_after_any_name()
    {
        var registry = CreateRegistry();
        foreach (var name in new[] { "b", "a-b", "a/c", "a", "a/b/c" })
        {
            await registry.PushBlobsAsync(RepositoryName.Parse(name), "content");
        }

        Assert.Equal(["a", "a/b/c", "a/c", "a-b", "b"], await registry.ListAsync());
        Assert.Equal(["a/c", "a-b", "b"], await registry.ListAsync(RepositoryName.Parse("a/b/c")));
        Assert.Equal(["a/b/c", "a/c", "a-b", "b"], await registry.ListAsync(RepositoryName.Parse("a/b")));
        Assert.Empty(await registry.ListAsync(RepositoryName.Parse("c")));
    }

    [Fact]
    public async Task ListTags_is_a_snapshot_in_ASCII_order()
    {
        var registry = CreateRegistry();
        foreach (var tag in new[] { "b", "a", "B", "_", "10", "9" })
        {
            await registry.PushImageAsync(App, tag);
        }

        var tags = await registry.ListTagsAsync(App, default);
        await registry.PushImageAsync(App, "c");

        Assert.Equal(["10", "9", "B", "_", "a", "b"], tags!);
    }
}
