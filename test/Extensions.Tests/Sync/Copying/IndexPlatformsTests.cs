#if EXT_SYNC
using System.Text;
using Xunit;
using Zot.Extensions.Sync.Copying;
using Zot.Registry;

namespace Zot.Extensions.Tests.Sync.Copying;

public sealed class IndexPlatformsTests
{
    private static readonly Digest Arm = DigestAlgorithm.Sha256.Compute("arm"u8);
    private static readonly Digest Amd = DigestAlgorithm.Sha256.Compute("amd"u8);
    private static readonly Digest OfArm = DigestAlgorithm.Sha256.Compute("of arm"u8);
    private static readonly Digest Plain = DigestAlgorithm.Sha256.Compute("plain"u8);

    private static readonly IndexPlatforms Index = Read($$"""
        {"manifests":[
          {"digest":"{{Arm}}","platform":{"os":"linux","architecture":"arm","variant":"v7"} },
          {"digest":"{{Amd}}","platform":{"os":"linux","architecture":"amd64"} },
          {"digest":"{{OfArm}}","platform":{"os":"unknown","architecture":"unknown"},
           "annotations":{"vnd.docker.reference.type":"attestation-manifest","vnd.docker.reference.digest":"{{Arm}}"} },
          {"digest":"{{Plain}}"},
          {"digest":7}, "text", null
        ]}
        """);

    [Theory]
    [InlineData("", true, true, true)]
    [InlineData("linux/arm", true, false, true)]
    [InlineData("linux/arm/v7", true, false, true)]
    [InlineData("linux/arm/v6", false, false, false)]
    [InlineData("linux/amd64", false, true, false)]
    [InlineData("linux/amd", false, false, false)]
    public void Entries_are_chosen_by_platform(string platform, bool arm, bool amd, bool attestation)
    {
        string[] platforms = platform.Length == 0 ? [] : [platform];

        Assert.Equal(
            (arm, amd, attestation, true),
            (Index.Includes(Arm, platforms), Index.Includes(Amd, platforms), Index.Includes(OfArm, platforms), Index.Includes(Plain, platforms)));
    }

    [Fact]
    public void Attestations_are_known() => Assert.Equal((true, false), (Index.IsAttestation(OfArm), Index.IsAttestation(Arm)));

    private static IndexPlatforms Read(string json)
    {
        var content = Encoding.UTF8.GetBytes(json);
        return IndexPlatforms.Read(new ManifestContent(new Descriptor(MediaTypes.OciIndex, DigestAlgorithm.Sha256.Compute(content), content.Length), content));
    }
}
#endif
