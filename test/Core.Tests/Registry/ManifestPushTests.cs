using Xunit;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Registry;

public sealed class ManifestPushTests
{
    [Fact]
    public void Copies_share_the_digest_and_the_parsed_manifest()
    {
        var push = Push();
        var copy = push.With(static _ => { }) with { Tags = [Tag.Parse("v2")] };

        Assert.Same(copy.Manifest, push.Manifest);
        Assert.Same(copy.Digest.ToString(), push.Digest.ToString());
    }

    [Fact]
    public void Digest_is_by_the_algorithm_of_the_reference()
    {
        var expected = DigestAlgorithm.Sha512.Compute(Push().Content.Span);

        Assert.Equal(expected, Push(Reference.To(expected)).Digest);
        Assert.Equal(DigestAlgorithm.Sha256.Compute(Push().Content.Span), Push().Digest);
    }

    [Fact]
    public void Invalid_manifest_is_rejected_at_each_access()
    {
        var push = new ManifestPush(Some.Repository, Reference.To(Some.Tag), MediaTypes.OciManifest, "{"u8.ToArray());

        Assert.Equal(RegistryError.ManifestInvalid, Assert.Throws<RegistryException>(() => push.Manifest).Error);
        Assert.Equal(RegistryError.ManifestInvalid, Assert.Throws<RegistryException>(() => push.Manifest).Error);
    }

    [Fact]
    public void Equality_does_not_depend_on_what_was_computed()
    {
        var push = Push();
        var copy = push with { };
        var other = new ManifestPush(push.Repository, push.Reference, push.MediaType, push.Content) { Tags = push.Tags, Rules = push.Rules };

        _ = push.Manifest;

        Assert.Equal(push, copy);
        Assert.Equal(push, other);
    }

    private static ManifestPush Push(Reference? reference = null) =>
        new(Some.Repository, reference ?? Reference.To(Some.Tag), MediaTypes.OciManifest, Some.Image());
}
