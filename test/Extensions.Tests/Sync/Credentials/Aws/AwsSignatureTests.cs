#if EXT_SYNC
using Xunit;
using Zot.Extensions.Sync.Credentials.Aws;

namespace Zot.Extensions.Tests.Sync.Credentials.Aws;

public sealed class AwsSignatureTests
{
    /// <summary>The case <c>post-vanilla</c> of the test suite of Signature Version 4.</summary>
    [Fact]
    public void Request_is_signed_as_in_the_test_suite()
    {
        var key = new AwsKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", sessionToken: null);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "example.amazonaws.com",
            ["x-amz-date"] = AwsSignature.TimeOf(new DateTimeOffset(2015, 8, 30, 12, 36, 0, TimeSpan.Zero)),
        };

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, "
            + "Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            AwsSignature.Sign(key, "us-east-1", "service", headers, []));
    }

    [Fact]
    public void Secret_is_not_shown() => Assert.Equal("id", new AwsKey("id", "secret", "token").ToString());
}
#endif
