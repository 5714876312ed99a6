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
    public void Toggle_sets_and_removes_the_mark_of_one_user_and_kind()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        Assert.True(preferences.Toggle(Star("alice", App)));
        Assert.True(preferences.Toggle(Star("alice", Base)));
        Assert.True(preferences.Toggle(Star("bob", App)));
        Assert.True(preferences.Toggle(new UserMark(MarkKind.Bookmark, "alice", App)));
        Assert.False(preferences.Toggle(Star("alice", App)));

        Assert.Equal([Base], preferences.MarkedBy("alice", MarkKind.Star));
        Assert.Equal([App], preferences.MarkedBy("alice", MarkKind.Bookmark));
        Assert.Equal([App], preferences.MarkedBy("bob", MarkKind.Star));
        Assert.Empty(preferences.MarkedBy("bob", MarkKind.Bookmark));
        Assert.Empty(preferences.MarkedBy("Alice", MarkKind.Star));
    }

    [Fact]
    public void Stars_are_counted_per_user_without_bookmarks()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);
        preferences.Toggle(Star("alice", App));
        preferences.Toggle(Star("bob", App));
        preferences.Toggle(new UserMark(MarkKind.Bookmark, "carol", App));
        preferences.Toggle(Star("alice", App));

        Assert.Equal(1, preferences.StarsOf(App));
        Assert.Equal(0, preferences.StarsOf(Base));
    }

    [Fact]
    public void Marks_survive_a_restart()
    {
        using (var users = Open())
        {
            var preferences = new SqliteUserPreferences(users);
            preferences.Toggle(Star("alice", App));
            preferences.Toggle(Star("alice", Base));
            preferences.Toggle(Star("alice", Base));
        }

        using var usersAgain = Open();
        var again = new SqliteUserPreferences(usersAgain);

        Assert.Equal([App], again.MarkedBy("alice", MarkKind.Star));
        Assert.False(again.Toggle(Star("alice", App)));
    }

    [Fact]
    public void Add_adds_only_missing_marks_and_removes_none()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);
        preferences.Toggle(Star("alice", App));
        UserMark[] marks = [Star("alice", App), Star("alice", Base), Star("bob", App), Star("bob", App)];

        Assert.Equal(2, preferences.Add(marks));
        Assert.Equal(0, preferences.Add(marks));

        Assert.Equal([Base, App], preferences.MarkedBy("alice", MarkKind.Star));
        Assert.Equal(2, preferences.StarsOf(App));
    }

    [Fact]
    public void Add_that_fails_midway_adds_nothing()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        Assert.Throws<InvalidDataException>(() => preferences.Add(Broken()));

        Assert.Equal(0, preferences.StarsOf(App));

        static IEnumerable<UserMark> Broken()
        {
            yield return Star("alice", App);
            throw new InvalidDataException();
        }
    }

    [Fact]
    public void Concurrent_toggles_are_not_lost()
    {
        using var users = Open();
        var preferences = new SqliteUserPreferences(users);

        Parallel.For(0, 51, i => preferences.Toggle(Star("alice", App)));
        Parallel.For(0, 20, i => preferences.Toggle(Star($"user{i}", Base)));

        Assert.Equal(1, preferences.StarsOf(App));
        Assert.Equal(20, preferences.StarsOf(Base));
    }

    [Fact]
    public void Toggle_that_cannot_be_written_fails()
    {
        var users = Open();
        var preferences = new SqliteUserPreferences(users);
        users.Dispose();

        Assert.ThrowsAny<Exception>(() => preferences.Toggle(Star("alice", App)));
    }

    private static UserMark Star(string user, RepositoryName repository) => new(MarkKind.Star, user, repository);

    private UserDatabase Open() => new(_directory.Path, new ManualTime(), NullLogger<UserDatabase>.Instance);
}
