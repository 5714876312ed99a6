#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Copying;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Extensions.Tests.Sync.Copying;

public sealed class IndexPlatformsTests
{
    private static readonly Descriptor Arm = Entry("arm") with { Platform = new DescriptorPlatform("linux", "arm", "v7") };
    private static readonly Descriptor Amd = Entry("amd") with { Platform = new DescriptorPlatform("linux", "amd64") };
    private static readonly Descriptor Plain = Entry("plain");

    private static readonly Descriptor OfArm = Entry("of arm") with
    {
        Platform = new DescriptorPlatform("unknown", "unknown"),
        Annotations = new Dictionary<string, string>
        {
            ["vnd.docker.reference.type"] = "attestation-manifest",
            ["vnd.docker.reference.digest"] = Arm.Digest.ToString(),
        },
    };

    [Theory]
    [InlineData("", true, true, true)]
    [InlineData("linux/arm", true, false, true)]
    [InlineData("linux/arm/v7", true, false, true)]
    [InlineData("linux/arm/v6", false, false, false)]
    [InlineData("linux/amd64", false, true, false)]
    [InlineData("linux/amd", false, false, false)]
    public void Entries_are_selected_by_platform(string platform, bool arm, bool amd, bool attestation)
    {
        string[] platforms = platform.Length == 0 ? [] : [platform];

        var selected = new IndexPlatforms(platforms).Select([Arm, Amd, OfArm, Plain]);

        Assert.Equal(
            (arm, amd, attestation, true),
            (selected.Contains(Arm), selected.Contains(Amd), selected.Contains(OfArm), selected.Contains(Plain)));
    }

    private static Descriptor Entry(string text) => new(MediaTypes.OciManifest, Some.Digest(text), 1);
}
#endif
