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
    public async Task Key_survives_a_restart_with_all_its_details()
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
            await keys.AddAsync("hash", key, default);
            await keys.NoteUseAsync("hash", _time.GetUtcNow(), default);
        }

        using var usersAgain = OpenUsers();
        var again = KeysIn(usersAgain);

        Assert.Equivalent(
            key with { LastUsed = _time.GetUtcNow() }, await again.FindAsync("hash", default), strict: true);
        Assert.Null(await again.FindAsync("other", default));
    }

    [Fact]
    public async Task Keys_are_listed_by_user_oldest_first()
    {
        using var users = OpenUsers();
        var keys = KeysIn(users);
        await keys.AddAsync("2", new ApiKey("second", "alice", _time.GetUtcNow() + TimeSpan.FromSeconds(1)), default);
        await keys.AddAsync("1", new ApiKey("first", "alice", _time.GetUtcNow()), default);
        await keys.AddAsync("3", new ApiKey("third", "bob", _time.GetUtcNow()), default);

        Assert.Equal(["first", "second"], (await keys.ListAsync("alice", default)).Select(static key => key.Id));
        Assert.Empty(await keys.ListAsync("carol", default));
    }

    [Fact]
    public async Task Removal_is_permanent_and_limited_to_the_users_own_keys()
    {
        using (var users = OpenUsers())
        {
            var keys = KeysIn(users);
            await keys.AddAsync("1", new ApiKey("one", "alice", _time.GetUtcNow()), default);
            await keys.AddAsync("2", new ApiKey("two", "alice", _time.GetUtcNow()), default);
            await keys.RemoveAsync("bob", "one", default);
            await keys.RemoveAsync("alice", "two", default);
            await keys.RemoveAsync("alice", "three", default);
            await keys.NoteUseAsync("2", _time.GetUtcNow(), default);
        }

        using var usersAgain = OpenUsers();
        var again = KeysIn(usersAgain);

        Assert.Equal(["one"], (await again.ListAsync("alice", default)).Select(static key => key.Id));
    }

    [Fact]
    public async Task Key_that_cannot_be_stored_is_not_issued()
    {
        var users = OpenUsers();
        var keys = KeysIn(users);
        users.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(
            async () => await keys.AddAsync("1", new ApiKey("one", "alice", _time.GetUtcNow()), default));
        Assert.Null(await keys.FindAsync("1", default));
    }

    private UserDatabase OpenUsers() => new(_directory.Path, _time, NullLogger<UserDatabase>.Instance);

    private static SqliteApiKeyStore KeysIn(UserDatabase users) => new(users, NullLogger<SqliteApiKeyStore>.Instance);
}
