using Xunit;
using Zot.Registry;

namespace Zot.Core.Tests.Registry;

public sealed class DigestTests
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData($"sha256:{Zeros}")]
    [InlineData($"sha384:{Zeros}00000000000000000000000000000000")]
    [InlineData($"sha512:{Zeros}{Zeros}")]
    public void Digest_of_a_known_algorithm_is_parsed(string text) => Assert.Equal(text, Digest.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("sha256")]
    [InlineData("sha256:")]
    [InlineData($"sha256:{Zeros}0")]
    [InlineData($"sha512:{Zeros}")]
    [InlineData($"SHA256:{Zeros}")]
    [InlineData($"blake3:{Zeros}")]
    [InlineData("sha256:A000000000000000000000000000000000000000000000000000000000000000")]
    public void Malformed_digest_is_rejected_as_digest_invalid(string text)
    {
        var refusal = Assert.Throws<RegistryException>(() => Digest.Parse(text));

        Assert.Equal(RegistryError.DigestInvalid, refusal.Error);
    }
}
