using Zot.Registry;

namespace Zot.Testing;

public abstract partial class RegistryContract
{
    // Around the sizes at which implementations change their strategy.
    public static TheoryData<int> Lengths { get; } =
        [0, 1, 4095, 4096, 65_536, 65_537, 1_048_575, 1_048_576, 1_048_577, 5_000_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Upload_of_any_length_stores_the_exact_bytes(int length)
    {
        var registry = CreateRegistry();
        var content = Some.Bytes(length);

        var stored = await registry.PushBlobAsync(App, content);

        Assert.Equal(length, stored.Size);
        Assert.Equal(length, (await registry.FindBlobAsync(App, stored.Digest, default))!.Size);
        Assert.Equal(content, await registry.ReadBlobAsync(App, stored.Digest));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Upload_of_unknown_length_in_chunks_stores_the_exact_bytes(int length)
    {
        var registry = CreateRegistry();
        var (content, half) = (Some.Bytes(length), length / 2);
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        await upload.AppendAsync(new MemoryStream(content[..half]), offset: 0, length: null, default);
        upload = (await registry.FindUploadAsync(App, upload.Id, default))!;
        Assert.Equal(half, upload.Length);
        await upload.AppendAsync(new MemoryStream(content[half..]), offset: half, length: null, default);
        await upload.CompleteAsync(Some.Digest(content), default);

        Assert.Equal(content, await registry.ReadBlobAsync(App, Some.Digest(content)));
        Assert.Null(await registry.FindUploadAsync(App, upload.Id, default));
    }

    [Theory]
    [InlineData("sha256", "sha512")]
    [InlineData("sha512", "sha512")]
    [InlineData("sha384", "sha256")]
    public async Task Upload_with_a_digest_of_any_algorithm_is_verified(string announced, string used)
    {
        var registry = CreateRegistry();
        var digest = Some.Digest("content", DigestAlgorithm.Find(used));
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Find(announced)!, default);
        await upload.AppendAsync(new MemoryStream(Some.Bytes("content")), null, null, default);

        await Refusal.IsAsync(RegistryError.DigestInvalid, async () =>
            await upload.CompleteAsync(Some.Digest("other", DigestAlgorithm.Find(used)), default));
        var stored = await upload.CompleteAsync(digest, default);

        Assert.Equal((digest, 7L), (stored.Digest, stored.Size));
        Assert.Equal(Some.Bytes("content"), await registry.ReadBlobAsync(App, digest));
    }

    [Fact]
    public async Task Upload_with_a_wrong_digest_is_rejected_and_can_continue()
    {
        var registry = CreateRegistry();
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await upload.AppendAsync(new MemoryStream(Some.Bytes("half ")), null, null, default);

        await Refusal.IsAsync(RegistryError.DigestInvalid, async () => await upload.CompleteAsync(Some.Digest("half whole"), default));
        await upload.AppendAsync(new MemoryStream(Some.Bytes("whole")), offset: 5, null, default);
        await upload.CompleteAsync(Some.Digest("half whole"), default);

        Assert.NotNull(await registry.FindBlobAsync(App, Some.Digest("half whole"), default));
        Assert.Null(await registry.FindBlobAsync(App, Some.Digest("half "), default));
    }

    [Fact]
    public async Task Upload_out_of_order_is_rejected_and_kept()
    {
        var registry = CreateRegistry();
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await upload.AppendAsync(new MemoryStream(Some.Bytes("abc")), null, null, default);

        foreach (var offset in new long[] { 0, 2, 4 })
        {
            await Refusal.IsAsync(RegistryError.ChunkOutOfOrder, async () =>
                await upload.AppendAsync(new MemoryStream(Some.Bytes("x")), offset, null, default));
        }

        Assert.Equal(3, (await registry.FindUploadAsync(App, upload.Id, default))!.Length);
    }

    [Fact]
    public async Task Upload_that_ends_early_is_rejected_and_kept()
    {
        var registry = CreateRegistry();
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        await Refusal.IsAsync(RegistryError.SizeInvalid, async () =>
            await upload.AppendAsync(new MemoryStream(Some.Bytes("abc")), null, length: 6, default));
        Assert.Equal(3, upload.Length);
        await upload.AppendAsync(new MemoryStream(Some.Bytes("def")), offset: 3, length: 3, default);
        await upload.CompleteAsync(Some.Digest("abcdef"), default);

        Assert.Equal(Some.Bytes("abcdef"), await registry.ReadBlobAsync(App, Some.Digest("abcdef")));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(3_000_000)]
    public async Task Interrupted_upload_keeps_the_received_bytes(int length)
    {
        var registry = CreateRegistry();
        var content = Some.Bytes(length + 5);
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);

        await Assert.ThrowsAsync<IOException>(async () =>
            await upload.AppendAsync(new BrokenStream(content[..length]), null, content.Length, default));
        upload = (await registry.FindUploadAsync(App, upload.Id, default))!;
        Assert.Equal(length, upload.Length);
        await upload.AppendAsync(new MemoryStream(content[length..]), offset: length, length: 5, default);
        await upload.CompleteAsync(Some.Digest(content), default);

        Assert.Equal(content, await registry.ReadBlobAsync(App, Some.Digest(content)));
    }

    [Fact]
    public async Task Second_concurrent_request_of_an_upload_is_rejected()
    {
        var registry = CreateRegistry();
        var first = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        var second = (await registry.FindUploadAsync(App, first.Id, default))!;
        var body = new PausedStream(Some.Bytes("abc"));
        var appending = first.AppendAsync(body, null, null, default).AsTask();
        await body.Reading;

        await Refusal.IsAsync(RegistryError.BlobUploadInvalid, async () => await second.AppendAsync(new MemoryStream([1]), null, null, default));
        await Refusal.IsAsync(RegistryError.BlobUploadInvalid, async () => await second.CompleteAsync(Some.Digest("abc"), default));
        body.Go();
        await appending;

        await second.CompleteAsync(Some.Digest("abc"), default);
        await Refusal.IsAsync(RegistryError.BlobUploadUnknown, async () => await first.CompleteAsync(Some.Digest("abc"), default));
    }

    [Fact]
    public async Task Canceled_upload_is_removed()
    {
        var registry = CreateRegistry();
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await upload.AppendAsync(new MemoryStream([1, 2, 3]), null, null, default);

        await upload.CancelAsync(default);

        Assert.Null(await registry.FindUploadAsync(App, upload.Id, default));
        await Refusal.IsAsync(RegistryError.BlobUploadUnknown, async () => await upload.AppendAsync(new MemoryStream([1]), null, null, default));
        await Refusal.IsAsync(RegistryError.BlobUploadUnknown, async () => await upload.CompleteAsync(Some.Digest("x"), default));
    }

    [Fact]
    public async Task Upload_of_another_repository_is_not_found()
    {
        var registry = CreateRegistry();
        var upload = await registry.StartUploadAsync(App, DigestAlgorithm.Sha256, default);
        await registry.StartUploadAsync(Other, DigestAlgorithm.Sha256, default);

        Assert.Null(await registry.FindUploadAsync(Other, upload.Id, default));
        Assert.Null(await registry.FindUploadAsync(App, UploadId.Create(), default));
    }
}
