#if EXT_EVENTS
using System.Text;
using Moq;
using Xunit;
using Zot.Configuration.Extensions;
using Zot.Extensions.Events.Sinks;

namespace Zot.Extensions.Tests.Events;

public sealed class SigningTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Theory]
    [InlineData(Secret, null, true)]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Secret, false)]
    public void Signature_matches_the_example_of_the_standard(string secret, string? previous, bool isOnly)
    {
        var time = new Mock<TimeProvider>();
        time.Setup(static clock => clock.GetUtcNow()).Returns(DateTimeOffset.FromUnixTimeSeconds(1614265330));
        using var request = new HttpRequestMessage();

        new WebhookSignature(new SigningOptions { Secret = secret, PreviousSecret = previous }, time.Object)
            .Sign(request, "msg_p5jXN8AQM9LWM0D4loKWxJek", Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        var signatures = Assert.Single(request.Headers.GetValues("webhook-signature")).Split(' ');
        Assert.Equal(isOnly ? 1 : 2, signatures.Length);
        Assert.Equal(Signature, signatures[^1]);
        Assert.Equal("1614265330", Assert.Single(request.Headers.GetValues("webhook-timestamp")));
        Assert.Equal("msg_p5jXN8AQM9LWM0D4loKWxJek", Assert.Single(request.Headers.GetValues("webhook-id")));
    }
}
#endif
