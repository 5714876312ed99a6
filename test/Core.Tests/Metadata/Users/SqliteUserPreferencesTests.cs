using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Metadata.Users;
using Zot.Registry;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata.Users;

public sealed class SqliteUserPreferencesTests : IDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("team/app");
    private static readonly RepositoryName Base = RepositoryName.Parse("base");

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Toggle_sets_and_removes_the_mark_of_one_user_and_kind()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        Assert.True(await preferences.ToggleAsync(Star("alice", App), default));
        Assert.True(await preferences.ToggleAsync(Star("alice", Base), default));
        Assert.True(await preferences.ToggleAsync(Star("bob", App), default));
        Assert.True(await preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "alice", App), default));
        Assert.False(await preferences.ToggleAsync(Star("alice", App), default));

        Assert.Equal([Base], await preferences.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.Equal([App], await preferences.ListMarkedAsync("alice", MarkKind.Bookmark, default));
        Assert.Equal([App], await preferences.ListMarkedAsync("bob", MarkKind.Star, default));
        Assert.Empty(await preferences.ListMarkedAsync("bob", MarkKind.Bookmark, default));
        Assert.Empty(await preferences.ListMarkedAsync("Alice", MarkKind.Star, default));
    }

    [Fact]
    public async Task Stars_are_counted_per_user_without_bookmarks()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);
        await preferences.ToggleAsync(Star("alice", App), default);
        await preferences.ToggleAsync(Star("bob", App), default);
        await preferences.ToggleAsync(new UserMark(MarkKind.Bookmark, "carol", App), default);
        await preferences.ToggleAsync(Star("alice", App), default);

        Assert.Equal(1, await preferences.CountStarsAsync(App, default));
        Assert.Equal(0, await preferences.CountStarsAsync(Base, default));
    }

    [Fact]
    public async Task Marks_survive_a_restart()
    {
        using (var users = Open())
        {
            var preferences = new SqliteUserPreferences(users);
            await preferences.ToggleAsync(Star("alice", App), default);
            await preferences.ToggleAsync(Star("alice", Base), default);
            await preferences.ToggleAsync(Star("alice", Base), default);
        }

        using var usersAgain = Open();
        var again = new SqliteUserPreferences(usersAgain);

        Assert.Equal([App], await again.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.False(await again.ToggleAsync(Star("alice", App), default));
    }

    [Fact]
    public async Task Add_adds_only_missing_marks_and_removes_none()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);
        await preferences.ToggleAsync(Star("alice", App), default);
        UserMark[] marks = [Star("alice", App), Star("alice", Base), Star("bob", App), Star("bob", App)];

        Assert.Equal(2, await preferences.AddAsync(marks, default));
        Assert.Equal(0, await preferences.AddAsync(marks, default));

        Assert.Equal([Base, App], await preferences.ListMarkedAsync("alice", MarkKind.Star, default));
        Assert.Equal(2, await preferences.CountStarsAsync(App, default));
    }

    [Fact]
    public async Task Add_that_fails_midway_adds_nothing()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await preferences.AddAsync(Broken(), default));

        Assert.Equal(0, await preferences.CountStarsAsync(App, default));

        static IEnumerable<UserMark> Broken()
        {
            yield return Star("alice", App);
            throw new InvalidDataException();
        }
    }

    [Fact]
    public async Task Concurrent_toggles_are_not_lost()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        await Parallel.ForAsync(0, 51, async (i, stop) => await preferences.ToggleAsync(Star("alice", App), stop));
        await Parallel.ForAsync(0, 20, async (i, stop) => await preferences.ToggleAsync(Star($"user{i}", Base), stop));

        Assert.Equal(1, await preferences.CountStarsAsync(App, default));
        Assert.Equal(20, await preferences.CountStarsAsync(Base, default));
    }

    [Fact]
    public async Task Toggle_that_cannot_be_written_fails()
    {
        var users = Open();
        var preferences = new SqliteUserPreferences(users);
        users.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(async () => await preferences.ToggleAsync(Star("alice", App), default));
    }

    private static UserMark Star(string user, RepositoryName repository) => new(MarkKind.Star, user, repository);

    private UserDatabase Open() => new(_directory.Path, new ManualTime(), NullLogger<UserDatabase>.Instance);
}
