using Zot.Registry;

namespace Zot.Testing;

/// <summary>What every <see cref="IRegistry"/> owes its callers: each implementation, and each layer over one.</summary>
public abstract partial class RegistryContract
{
    private static readonly RepositoryName App = Some.Repository;
    private static readonly RepositoryName Other = Some.OtherRepository;

    /// <summary>An empty registry.</summary>
    protected abstract IRegistry CreateRegistry();

    [Fact]
    public async Task HasRepository_FromTheFirstUploadOn_IsTrue()
    {
        var registry = CreateRegistry();
        Assert.False(await registry.HasRepositoryAsync(App, default));

        await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        Assert.True(await registry.HasRepositoryAsync(App, default));
        Assert.Equal([], (await registry.ListTagsAsync(App, default))!);
    }

    [Fact]
    public async Task ListRepositories_leaves_out_a_repository_until_it_has_content()
    {
        var registry = CreateRegistry();
        await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        Assert.Empty(await registry.ListAsync());

        await registry.PushBlobsAsync(App, "content");

        Assert.Equal(["library/app"], await registry.ListAsync());
    }

    [Fact]
    public async Task UnknownRepository_HasNothing()
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
    public async Task ListRepositories_IsSorted_AndContinuesAfterAnyName()
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
    public async Task ListTags_IsInAsciiOrder_AndASnapshot()
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
