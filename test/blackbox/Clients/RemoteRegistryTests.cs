using System.Net;
using Zot.Client.Distribution;
using Zot.Registry;
using Manifest = Zot.BlackBox.Harness.Manifest;

namespace Zot.BlackBox.Clients;

/// <summary>Tests the registry client of this project, against docker-registry and against zot.</summary>
public sealed class RemoteRegistryTests(SharedServers servers) : RegistryTest(servers)
{
    [Theory(Timeout = Limits.Test)]
    [BothBuilds]
    public async Task Content_of_zot_is_pushed_read_and_deleted(string build)
    {
        var zot = await ServerAsync(Servers.PlainAsync(build));
        using var client = Connect(zot.Host);

        await CheckAsync(client);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Content_of_docker_registry_is_pushed_read_and_deleted()
    {
        await using var distribution = await DistributionProcess.StartAsync();
        using var client = Connect(distribution.Host);

        await CheckAsync(client);
    }

    [Fact(Timeout = Limits.Test)]
    public async Task Content_of_docker_registry_with_users_is_pushed_read_and_deleted()
    {
        await using var distribution = await DistributionProcess.StartAsync(users: Htpasswd.Alice);
        using var client = Connect(distribution.Host, RemoteCredentials.ForUser("alice", "wonderland"));
        using var stranger = Connect(distribution.Host, RemoteCredentials.ForUser("alice", "looking-glass"));
        using var anonymous = Connect(distribution.Host);

        await CheckAsync(client);

        foreach (var rejected in new[] { stranger, anonymous })
        {
            var failure = await Assert.ThrowsAsync<RemoteRegistryException>(() => rejected.PingAsync(TestContext.Current.CancellationToken));
            Assert.Equal((RemoteFailure.Unauthorized, "UNAUTHORIZED"), (failure.Kind, failure.Code));
            Assert.DoesNotContain("looking-glass", failure.ToString(), StringComparison.Ordinal);
        }
    }

    private async Task CheckAsync(RemoteRegistry client)
    {
        var stop = TestContext.Current.CancellationToken;
        var repository = RepositoryName.Parse(Repository);
        var image = RealImage.Large(3 << 20);
        await client.PingAsync(stop);
        foreach (var blob in image.Blobs)
        {
            // One in a single piece, the other in chunks.
            var descriptor = new Descriptor(blob.MediaType, Digest.Parse(blob.Digest), blob.Content.Length);
            using var content = new MemoryStream(blob.Content);
            if (blob == image.Blobs[0])
            {
                await client.PushBlobAsync(repository, descriptor, content, stop);
                continue;
            }

            var upload = await client.StartUploadAsync(new UploadStart(repository, DigestAlgorithm.Sha256), stop);
            using var first = new MemoryStream(blob.Content, 0, 1000);
            await upload.AppendAsync(first, offset: 0, length: 1000, stop);
            content.Position = 1000;
            await upload.AppendAsync(content, offset: 1000, length: null, stop);
            await upload.CompleteAsync(descriptor.Digest, call: null, stop);
        }

        var pushed = await client.PushManifestAsync(new ManifestPush(repository, Reference.To(Tag.Parse("v1")), image.MediaType, image.Content), stop);
        await client.PushManifestAsync(
            new ManifestPush(repository, Reference.To(pushed.Stored.Digest), image.MediaType, image.Content) { Tags = [Tag.Parse("v2")] }, stop);

        await CheckReadsAsync(client, repository, image, stop);
        Assert.True(await client.DeleteManifestAsync(new ManifestDelete(repository, Reference.To(pushed.Stored.Digest)), stop));
        Assert.False(await client.DeleteManifestAsync(new ManifestDelete(repository, Reference.To(pushed.Stored.Digest)), stop));
        Assert.Null(await client.GetManifestAsync(repository, Reference.To(pushed.Stored.Digest), stop));
    }

    private async Task CheckReadsAsync(RemoteRegistry client, RepositoryName repository, Manifest image, CancellationToken stop)
    {
        Assert.Contains(repository, await client.ListRepositoriesAsync(after: null, stop).ToListAsync(stop));
        Assert.Equal(["v1", "v2"], (await client.ListTagsAsync(repository, stop))!);
        Assert.Equal(image.Digest, (await client.FindManifestAsync(repository, Reference.To(Tag.Parse("v2")), stop))!.Digest.ToString());
        Assert.Equal(image.Content, (await client.GetManifestAsync(repository, Reference.To(Tag.Parse("v1")), stop))!.Content.ToArray());
        Assert.Empty(await (await client.ListReferrersAsync(repository, new ReferrersQuery(Digest.Parse(image.Digest)), stop)).Referrers.ToListAsync(stop));
        foreach (var blob in image.Blobs)
        {
            var descriptor = new Descriptor(blob.MediaType, Digest.Parse(blob.Digest), blob.Content.Length);
            await using var stream = (await client.OpenVerifiedAsync(repository, descriptor, stop))!;
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, stop);
            Assert.Equal(blob.Content, copy.ToArray());
            await CheckMountAsync(client, repository, descriptor, stop);
        }

        Assert.Null(await client.OpenBlobAsync(repository, Digest.Parse(Digests.Sha256("missing"u8.ToArray())), stop));
    }

    private async Task CheckMountAsync(RemoteRegistry client, RepositoryName repository, Descriptor blob, CancellationToken stop)
    {
        var mount = new BlobMount(RepositoryName.Parse(OtherRepository), blob.Digest, repository, static _ => true);
        Assert.Equal(blob.Size, (await client.MountBlobAsync(mount, stop))!.Size);
        Assert.Equal(blob.Size, (await client.FindBlobAsync(mount.Repository, blob.Digest, stop))!.Size);
    }

    private static RemoteRegistry Connect(string host, RemoteCredentials? credentials = null) =>
        new(new RemoteOptions(new Uri($"http://{host}")) { Credentials = () => credentials, Proxy = new WebProxy() });
}
