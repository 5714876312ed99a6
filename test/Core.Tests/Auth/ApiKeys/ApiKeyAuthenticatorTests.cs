using Moq;
using Xunit;
using Zot.Auth;
using Zot.Auth.ApiKeys;
using Zot.Testing;

namespace Zot.Core.Tests.Auth.ApiKeys;

public sealed class ApiKeyAuthenticatorTests
{
    private static readonly string Secret = ApiKeySecret.Create();

    private readonly ManualTime _time = new();
    private readonly Mock<IApiKeyStore> _keys = new();
    private bool _isUser = true;

    [Fact]
    public void Secret_IsPrefixAndDigits_AndIsStoredAsHashOfDigits()
    {
        Assert.Matches("^zak_[0-9a-f]{32}$", Secret);
        Assert.NotEqual(Secret, ApiKeySecret.Create());

        // printf %s 00000000000000000000000000000000 | sha256sum
        Assert.Equal("84e0c0eafaa95a34c293f278ac52e45ce537bab5e752a00e6959a13ae103b65a", ApiKeySecret.Hash("zak_" + new string('0', 32)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("wonderland")]
    [InlineData("zak_")]
    [InlineData("zak_0000000000000000000000000000000")]
    [InlineData("ZAK_00000000000000000000000000000000")]
    public async Task Password_ThatIsNotAKey_IsRejectedWithoutLookup(string password)
    {
        Assert.Null(ApiKeySecret.Hash(password));
        Assert.Null(await AuthenticateAsync("alice", password));
        _keys.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task Key_OfUser_Authenticates_AndUseIsRecorded()
    {
        Keep(new ApiKey("1", "alice", _time.GetUtcNow()));

        var identity = await AuthenticateAsync("alice", Secret);

        Assert.Equal(("alice", 0), (identity!.Name, identity.Groups.Count));
        _keys.Verify(keys => keys.NoteUseAsync(ApiKeySecret.Hash(Secret)!, _time.GetUtcNow(), default));
    }

    [Fact]
    public async Task Key_UsedWithinTheLastMinute_IsNotRecordedAgain()
    {
        Keep(new ApiKey("1", "alice", _time.GetUtcNow()) { LastUsed = _time.GetUtcNow() });
        _time.Advance(TimeSpan.FromSeconds(59));

        Assert.NotNull(await AuthenticateAsync("alice", Secret));

        _keys.Verify(
            keys => keys.NoteUseAsync(It.IsAny<string>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()), Times.Never);
    }

    [Fact]
    public async Task Key_OfAnotherUser_IsRejected()
    {
        Keep(new ApiKey("1", "alice", _time.GetUtcNow()));

        Assert.Null(await AuthenticateAsync("bob", Secret));
        Assert.Null(await AuthenticateAsync("Alice", Secret));
    }

    [Fact]
    public async Task Key_Expired_IsRejected()
    {
        Keep(new ApiKey("1", "alice", _time.GetUtcNow()) { Expires = _time.GetUtcNow() + TimeSpan.FromHours(1) });
        Assert.NotNull(await AuthenticateAsync("alice", Secret));

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Null(await AuthenticateAsync("alice", Secret));
    }

    [Fact]
    public async Task Key_OfRemovedUser_IsRejected()
    {
        Keep(new ApiKey("1", "alice", _time.GetUtcNow()));
        _isUser = false;

        Assert.Null(await AuthenticateAsync("alice", Secret));
    }

    private void Keep(ApiKey key) =>
        _keys.Setup(keys => keys.FindAsync(ApiKeySecret.Hash(Secret)!, default)).ReturnsAsync(key);

    private ValueTask<Identity?> AuthenticateAsync(string name, string password) =>
        new ApiKeyAuthenticator(_keys.Object, new FakeUsers(() => _isUser), _time).AuthenticateAsync(name, password, default);
}
