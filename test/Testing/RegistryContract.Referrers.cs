using Zot.Registry;

namespace Zot.Testing;

public abstract partial class RegistryContract
{
    [Fact]
    public async Task ListReferrers_returns_the_referrers_in_push_order()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");
        var subject = Some.Layer("not here yet", MediaTypes.OciManifest);

        var declared = await registry.PushManifestAsync(
            App, null, Some.Image(subject: subject, artifactType: "application/vnd.example.sbom", note: "one"));
        var implied = await registry.PushManifestAsync(App, "tagged", Some.Image(subject: subject, note: "two"));
        var index = await registry.PushManifestAsync(App, null, Some.Index([], subject), MediaTypes.OciIndex);
        await registry.PushManifestAsync(App, "also-tagged", Some.Image(subject: subject, note: "two"));
        await registry.PushManifestAsync(App, null, Some.Image(subject: Some.Layer("another", MediaTypes.OciManifest)));

        var referrers = await registry.ListReferrersAsync(App, subject.Digest, default);

        Assert.Equal([declared.Digest, implied.Digest, index.Digest], referrers.Select(static referrer => referrer.Digest));
        Assert.Equal(
            ["application/vnd.example.sbom", MediaTypes.OciConfig, null], referrers.Select(static referrer => referrer.ArtifactType));
        Assert.Equal("one", referrers[0].Annotations!["note"]);
        Assert.Null(referrers[2].Annotations);
    }

    [Fact]
    public async Task ListReferrers_omits_a_deleted_referrer()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");
        var subject = Some.Layer("subject", MediaTypes.OciManifest);
        var referrer = await registry.PushManifestAsync(App, "v1", Some.Image(subject: subject));
        Assert.Single(await registry.ListReferrersAsync(App, subject.Digest, default));

        await registry.DeleteManifestAsync(App, Reference.To(referrer.Digest), default);

        Assert.Empty(await registry.ListReferrersAsync(App, subject.Digest, default));
    }

    [Fact]
    public async Task PushManifest_returns_the_subject()
    {
        var registry = CreateRegistry();
        await registry.PushBlobsAsync(App, "{}");
        var subject = Some.Layer("subject", MediaTypes.OciManifest);

        var pushed = await registry.PushManifestAsync(
            new ManifestPush(App, Reference.To(Some.Tag), MediaTypes.OciManifest, Some.Image(subject: subject)), default);

        Assert.Equal(subject.Digest, pushed.Subject);
    }
}
