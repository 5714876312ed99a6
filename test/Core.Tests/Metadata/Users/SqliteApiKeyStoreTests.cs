using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth.ApiKeys;
using Zot.Metadata.Users;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata.Users;

public sealed class SqliteApiKeyStoreTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Key_survives_a_restart_with_all_its_details()
    {
        var key = new ApiKey("id", "alice", _time.GetUtcNow())
        {
            Label = "ci",
            CreatorUserAgent = "curl/8",
            Expires = _time.GetUtcNow() + TimeSpan.FromDays(1),
        };
        using (var users = OpenUsers())
        {
            var keys = KeysIn(users);
            keys.Add("hash", key);
            keys.NoteUse("hash", _time.GetUtcNow());
        }

        using var usersAgain = OpenUsers();
        var again = KeysIn(usersAgain);

        Assert.Equivalent(key with { LastUsed = _time.GetUtcNow() }, again.Find("hash"), strict: true);
        Assert.Null(again.Find("other"));
    }

    [Fact]
    public void Keys_are_listed_by_user_oldest_first()
    {
        using var users = OpenUsers();
        var keys = KeysIn(users);
        keys.Add("2", new ApiKey("second", "alice", _time.GetUtcNow() + TimeSpan.FromSeconds(1)));
        keys.Add("1", new ApiKey("first", "alice", _time.GetUtcNow()));
        keys.Add("3", new ApiKey("third", "bob", _time.GetUtcNow()));

        Assert.Equal(["first", "second"], keys.Of("alice").Select(static key => key.Id));
        Assert.Empty(keys.Of("carol"));
    }

    [Fact]
    public void Removal_is_permanent_and_limited_to_the_users_own_keys()
    {
        using (var users = OpenUsers())
        {
            var keys = KeysIn(users);
            keys.Add("1", new ApiKey("one", "alice", _time.GetUtcNow()));
            keys.Add("2", new ApiKey("two", "alice", _time.GetUtcNow()));
            keys.Remove("bob", "one");
            keys.Remove("alice", "two");
            keys.Remove("alice", "three");
            keys.NoteUse("2", _time.GetUtcNow());
        }

        using var usersAgain = OpenUsers();
        var again = KeysIn(usersAgain);

        Assert.Equal(["one"], again.Of("alice").Select(static key => key.Id));
    }

    [Fact]
    public void Key_that_cannot_be_stored_is_not_issued()
    {
        var users = OpenUsers();
        var keys = KeysIn(users);
        users.Dispose();

        Assert.ThrowsAny<Exception>(() => keys.Add("1", new ApiKey("one", "alice", _time.GetUtcNow())));
        Assert.Null(keys.Find("1"));
    }

    private UserDatabase OpenUsers() => new(_directory.Path, _time, NullLogger<UserDatabase>.Instance);

    private static SqliteApiKeyStore KeysIn(UserDatabase users) => new(users, NullLogger<SqliteApiKeyStore>.Instance);
}
