using System.Net;
using Xunit;
using Zot.Configuration;
using Zot.Registry;
using Zot.Testing;
using Zot.Testing.Serving;

namespace Zot.OpenCore.Tests.Changes;

/// <summary>Two independent subscribers of changes and pulls.</summary>
public sealed class AddedSubscriberTests : IAsyncLifetime
{
    private readonly SubscribingExtension _failing = new("failing", new InvalidOperationException("injected"));
    private readonly SubscribingExtension _sound = new("sound");
    private ExtendedRegistry _registry = null!;

    public async ValueTask InitializeAsync() =>
        _registry = await ExtendedRegistry.StartAsync(new ZotOptions(), _failing, _sound);

    public async ValueTask DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Both_receive_every_change_once_and_in_order_although_one_of_them_fails()
    {
        var image = await _registry.Remote.PushImageAsync(Some.Repository, "v1");
        Assert.True(await _registry.Remote.DeleteManifestAsync(
            new ManifestDelete(Some.Repository, Reference.To(image.Digest)), TestContext.Current.CancellationToken));

        var received = _sound.Changes.ToList();
        Assert.Equal(_failing.Changes, received);
        Assert.Equal(
            [ContentChangeKind.ManifestPushed, ContentChangeKind.ManifestDeleted],
            received.Select(static change => change.Kind).Where(static kind =>
                kind is ContentChangeKind.ManifestPushed or ContentChangeKind.ManifestDeleted));
        var pushed = Assert.Single(received, static change => change.Kind is ContentChangeKind.ManifestPushed);
        Assert.Equal((Some.Repository, image.Digest), (pushed.Repository, pushed.Manifest));
        Assert.Equal("PUT", _sound.Methods.ElementAt(received.IndexOf(pushed)));
        Assert.Equal(
            [Some.Digest("{}"), Some.Digest("layer"), image.Digest],
            received.Where(static change => change.Kind is ContentChangeKind.BlobStored)
                .Select(static change => change.Blob!));
    }

    [Fact]
    public async Task Both_receive_a_pull()
    {
        var image = await _registry.Content.PushImageAsync(Some.Repository, "v1");

        using var response = await _registry.Client.GetAsync(
            $"/v2/{Some.Repository}/manifests/v1", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(
            [_failing, _sound], extension => Assert.Equal(image.Digest, Assert.Single(extension.Pulls).Content.Digest));
    }
}
