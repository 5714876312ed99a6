using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Auth;
using Zot.Auth.ApiKeys;
using Zot.Core.Tests.Storage;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Metadata.Users;
using Zot.Migration.Zot;
using Zot.Registry;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;
using Zot.Testing.Bolt;

namespace Zot.Core.Tests.Migration.Zot;

public sealed class ZotImportTests : IDisposable
{
    private const string Key = "zak_0123456789abcdef0123456789abcdef";

    private static readonly RepositoryName App = Some.Repository;
    private static readonly Digest One = Some.Digest("one");
    private static readonly Digest Two = Some.Digest("two");
    private static readonly DateTimeOffset Long = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Recent = new(2025, 12, 31, 0, 0, 0, 500, TimeSpan.Zero);

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly CollectingLogger<ZotImport> _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Statistics_of_zot_are_imported()
    {
        new ZotDatabase()
            .AddStatistics(App.ToString(), One.ToString(), 7, Recent, Long, "alice")
            .AddStatistics(App.ToString(), Two.ToString(), pushed: Long)
            .AddStatistics("Not/A/Name", One.ToString(), 7, Recent, Long)
            .AddStatistics(App.ToString(), "md5:900150983cd24fb0d6963f7d28e17f72", 7, Recent, Long)
            .WriteTo(_directory.Path);
        await using var index = OpenIndex();

        Run(index);

        Assert.Equal(
            new Dictionary<Digest, ManifestStatistics> { [One] = new(Long, Recent, 7, "alice"), [Two] = new(Long) },
            await index.ReadAsync(App, default));
        Assert.Contains($"4050 imported manifest statistics from zot: {_directory["meta.db"]} 2 0", _log.Lines);
    }

    [Fact]
    public async Task Existing_statistics_are_merged_with_imported_ones()
    {
        new ZotDatabase()
            .AddStatistics(App.ToString(), One.ToString(), 7, Long, Long, "alice")
            .AddStatistics(App.ToString(), Two.ToString(), 2, Recent, Long, "alice")
            .WriteTo(_directory.Path);
        await using var index = OpenIndex();
        index.NotePush(App, One, "bob");
        index.NotePull(App, One);
        index.NotePull(App, Two);
        await index.ReadAsync(App, default);

        Run(index);

        var now = _time.GetUtcNow();
        Assert.Equal(
            new Dictionary<Digest, ManifestStatistics> { [One] = new(now, now, 8, "bob"), [Two] = new(Long, now, 3, "alice") },
            await index.ReadAsync(App, default));
    }

    [Fact]
    public async Task Tag_times_come_from_zot_and_targets_from_the_content()
    {
        var driver = new MemoryDriver(_time);
        await using var store = Stores.Open(driver, time: _time);
        var image = await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(App, "here");
        new ZotDatabase()
            .AddTag(App.ToString(), "v1", One.ToString(), Long)
            .AddTag(App.ToString(), "gone", One.ToString(), Long)
            .AddTag("no/such", "v1", One.ToString(), Long)
            .WriteTo(_directory.Path);
        await using var index = OpenIndex();
        Run(index);
        var sweep = index.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry);

        await foreach (var job in sweep.EnumerateAsync(default))
        {
            await job.RunAsync(default);
        }

        Assert.Equal(
            [new TagRecord("here", image.Digest, image.MediaType, _time.GetUtcNow()), new TagRecord("v1", image.Digest, image.MediaType, Long)],
            (await index.FindRepositoryAsync(App, default))!.Tags);
        Assert.Null(await index.FindRepositoryAsync(RepositoryName.Parse("no/such"), default));
        Assert.Equal(new ContentCounts(1, 2, 1), index.Count());
    }

    [Fact]
    public async Task Import_runs_once_and_does_not_change_the_file()
    {
        Zot().WriteTo(_directory.Path);
        var before = (Some.Digest(await File.ReadAllBytesAsync(_directory["meta.db"])), File.GetLastWriteTimeUtc(_directory["meta.db"]));
        await using (var index = OpenIndex())
        {
            Run(index);
            Run(index);
        }

        await using var again = OpenIndex();
        Run(again);

        Assert.Equal(7, (await again.ReadAsync(App, default))[One].Downloads);
        Assert.Equal(["4050", "4051"], _log.Lines.Select(static line => line[..4]).Order());
        Assert.Equal(before, (Some.Digest(await File.ReadAllBytesAsync(_directory["meta.db"])), File.GetLastWriteTimeUtc(_directory["meta.db"])));
        Assert.Equal(["_metadata", "meta.db"], Directory.EnumerateFileSystemEntries(_directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pulls_are_recorded_since_the_first_recorded_by_zot()
    {
        new ZotDatabase().AddStatistics(App.ToString(), One.ToString(), 7, Long, Recent).WriteTo(_directory.Path);
        await using (var index = OpenIndex())
        {
            Run(index);
            Assert.Equal(Long, index.Since);
        }

        await using var again = OpenIndex();
        Assert.Equal(Long, again.Since);
    }

    [Fact]
    public async Task Pushes_with_a_user_show_since_when_pulls_are_recorded()
    {
        new ZotDatabase()
            .AddStatistics(App.ToString(), One.ToString(), pushed: Long) // possibly derived from a file time
            .AddStatistics(App.ToString(), Two.ToString(), pushed: Recent, by: "alice")
            .WriteTo(_directory.Path);
        await using var index = OpenIndex();

        Run(index);

        Assert.Equal(Recent, index.Since);
    }

    [Fact]
    public async Task Since_is_unchanged_without_pulls_or_users()
    {
        new ZotDatabase().AddStatistics(App.ToString(), One.ToString(), pushed: Long).WriteTo(_directory.Path);
        await using var index = OpenIndex();
        var since = index.Since;
        _time.Advance(TimeSpan.FromDays(1));

        Run(index);

        Assert.Equal(since, index.Since);
    }

    [Fact]
    public async Task Keys_remain_valid_with_all_their_details()
    {
        new ZotDatabase().AddApiKey("alice", Key, static details =>
        {
            details["expirationDate"] = "2027-01-01T00:00:00+01:00";
            details["lastUsed"] = "2025-06-01T12:00:00Z";
        }).WriteTo(_directory.Path);
        await using var index = OpenIndex();
        Run(index);

        using var users = OpenUsers();
        var keys = new SqliteApiKeyStore(users, NullLogger<SqliteApiKeyStore>.Instance);
        var kept = Assert.Single(await keys.ListAsync("alice", default));
        Assert.Equal(
            ("ci", "curl/8.5", new DateTimeOffset(2026, 12, 31, 23, 0, 0, TimeSpan.Zero), new DateTimeOffset(2025, 6, 1, 12, 0, 0, TimeSpan.Zero)),
            (kept.Label, kept.CreatorUserAgent, kept.Expires, kept.LastUsed));
        Assert.Equal(new DateTimeOffset(2025, 3, 1, 8, 20, 30, TimeSpan.Zero).AddTicks(1234567), kept.Created);
        Assert.Equal(["read", "write"], kept.Scopes);
        Assert.True(Guid.TryParse(kept.Id, out _));
        var authenticator = new ApiKeyAuthenticator(keys, UnlistedUsers.Instance, _time);
        Assert.Equal("alice", (await authenticator.AuthenticateAsync("alice", Key, default))?.Name);
        Assert.Null(await authenticator.AuthenticateAsync("bob", Key, default));
    }

    [Fact]
    public async Task Keys_that_zot_would_reject_are_rejected()
    {
        var (expired, unknown, foreign) = ("zak_" + new string('1', 32), "zak_" + new string('2', 32), "zak_" + new string('3', 32));
        new ZotDatabase()
            .AddApiKey("alice", expired, static details => details["isExpired"] = true)
            .AddApiKey("alice", unknown, lookedUpFor: null)
            .AddApiKey("alice", foreign, lookedUpFor: "bob")
            .WriteTo(_directory.Path);
        await using var index = OpenIndex();
        Run(index);

        using var users = OpenUsers();
        var keys = new SqliteApiKeyStore(users, NullLogger<SqliteApiKeyStore>.Instance);
        var authenticator = new ApiKeyAuthenticator(keys, UnlistedUsers.Instance, _time);
        foreach (var (user, key) in new[] { ("alice", expired), ("alice", unknown), ("alice", foreign), ("bob", foreign) })
        {
            Assert.Null(await authenticator.AuthenticateAsync(user, key, default));
        }

        Assert.True(Assert.Single(await keys.ListAsync("alice", default)).IsExpired(_time.GetUtcNow()));
    }

    [Fact]
    public async Task Stars_and_bookmarks_of_users_are_imported()
    {
        new ZotDatabase()
            .AddUser("alice", stars: ["team/app", "base", "Not/A/Name"], bookmarks: ["base"])
            .AddUser("bob", stars: ["base"])
            .AddUser("", stars: ["base"])
            .WriteTo(_directory.Path);
        using (var users = OpenUsers())
        {
            var star = new UserMark(MarkKind.Star, "alice", RepositoryName.Parse("base"));
            await new SqliteUserPreferences(users).AddAsync([star], default);
        }

        await using var index = OpenIndex();
        Run(index);

        using var again = OpenUsers();
        var preferences = new SqliteUserPreferences(again);
        var stars = await preferences.ListMarkedAsync("alice", MarkKind.Star, default);
        var bookmarks = await preferences.ListMarkedAsync("alice", MarkKind.Bookmark, default);
        Assert.Equal(["base", "team/app"], stars.Select(static name => name.ToString()));
        Assert.Equal(["base"], bookmarks.Select(static name => name.ToString()));
        Assert.Equal(2, await preferences.CountStarsAsync(RepositoryName.Parse("base"), default));
    }

    [Fact]
    public async Task Log_contains_no_user_names_and_no_keys()
    {
        new ZotDatabase().AddApiKey("alice", Key).AddUser("alice", stars: ["base"]).WriteTo(_directory.Path);
        await using var index = OpenIndex();

        Run(index);

        Assert.Contains($"4051 imported API keys, stars and bookmarks from zot: {_directory["meta.db"]} 1 1", _log.Lines);
        Assert.DoesNotContain(_log.Lines, static line => line.Contains("alice", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, static line => line.Contains(ApiKeySecret.Hash(Key)!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Damaged_file_is_logged_and_retried_at_the_next_start()
    {
        await File.WriteAllBytesAsync(_directory["meta.db"], new byte[32768]);
        await using var index = OpenIndex();
        Run(index);
        Assert.Equal(["4052", "4053"], _log.Lines.Select(static line => line[..4]).Order());

        Zot().WriteTo(_directory.Path);
        Run(index);

        Assert.Equal(7, (await index.ReadAsync(App, default))[One].Downloads);
        Assert.Equal(["4050", "4051", "4052", "4053"], _log.Lines.Select(static line => line[..4]).Order());
    }

    [Fact]
    public async Task Damaged_record_cancels_the_import_of_its_kind()
    {
        var zot = Zot().AddApiKey("alice", Key);
        zot.Content.Bucket("RepoMeta").Add("zz/last", [0x1A, 0xFF]);
        zot.WriteTo(_directory.Path);
        await using var index = OpenIndex();
        var since = index.Since;

        Run(index);

        Assert.Empty(await index.ReadAsync(App, default));
        Assert.Equal(since, index.Since);
        Assert.Equal(["4051", "4052"], _log.Lines.Select(static line => line[..4]).Order());

        zot.Content.Bucket("UserData").Add("zoe", "no json");
        zot.Content.Bucket("RepoMeta").Add("zz/last", []);
        zot.WriteTo(_directory.Path);
        File.Delete(_directory[UserDatabase.Path]);
        Run(index);

        Assert.Equal(["4050", "4051", "4052", "4053"], _log.Lines.Select(static line => line[..4]).Order());
        using var users = OpenUsers();
        var keys = new SqliteApiKeyStore(users, NullLogger<SqliteApiKeyStore>.Instance);
        Assert.Empty(await keys.ListAsync("alice", default));
    }

    [Fact]
    public async Task Unknown_version_is_not_imported()
    {
        var zot = Zot();
        zot.Content.Bucket("Version").Add("DBVersion", "V2");
        zot.WriteTo(_directory.Path);
        await using var index = OpenIndex();

        Run(index);

        Assert.Empty(await index.ReadAsync(App, default));
        Assert.Contains("V2", Assert.Throws<InvalidDataException>(() => ZotMetadata.Open(_directory["meta.db"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_interrupted_by_a_crash_is_repeated()
    {
        var zot = new ZotDatabase();
        for (var i = 0; i < 500; i++)
        {
            zot.AddStatistics($"app/{i:D3}", One.ToString(), 7, Recent, Long, "alice");
        }

        zot.WriteTo(_directory.Path);
        using var killed = new TemporaryDirectory();
        await using (var index = OpenIndex())
        {
            using var read = ZotMetadata.Open(_directory["meta.db"]);
            index.Import("meta.db", () => read.Repositories().Select((repository, number) =>
            {
                if (number == 400)
                {
                    CopyDatabases(_directory.Path, killed.Path);
                }

                return repository;
            }));
        }

        File.Copy(_directory["meta.db"], killed["meta.db"]);
        await using var again = SqliteMetadataStore.OpenIndex(killed.Path, _time, NullLogger<MetadataIndex>.Instance);
        Assert.Empty(await again.ReadAsync(RepositoryName.Parse("app/000"), default));
        using var users = new UserDatabase(killed.Path, _time, NullLogger<UserDatabase>.Instance);
        Run(killed.Path, again, () => users);

        for (var i = 0; i < 500; i++)
        {
            Assert.Equal(new ManifestStatistics(Long, Recent, 7, "alice"), (await again.ReadAsync(RepositoryName.Parse($"app/{i:D3}"), default))[One]);
        }
    }

    [Fact]
    public async Task Removed_keys_are_not_imported_again_after_the_users_file_is_lost()
    {
        new ZotDatabase().AddApiKey("alice", Key).WriteTo(_directory.Path);
        await using var index = OpenIndex();
        Run(index);
        using (var users = OpenUsers())
        {
            var keys = new SqliteApiKeyStore(users, NullLogger<SqliteApiKeyStore>.Instance);
            await keys.RemoveAsync("alice", Assert.Single(await keys.ListAsync("alice", default)).Id, default);
        }

        await File.WriteAllTextAsync(_directory[UserDatabase.Path], "this is no database, and long enough to be taken for the first page of one");
        Run(index);
        Run(index);

        using var again = OpenUsers();
        var left = new SqliteApiKeyStore(again, NullLogger<SqliteApiKeyStore>.Instance);
        Assert.Empty(await left.ListAsync("alice", default));
        Assert.Equal(["4050", "4051", "4054"], _log.Lines.Select(static line => line[..4]).Order());
    }

    [Fact]
    public async Task Statistics_are_imported_again_after_the_index_is_lost()
    {
        Zot().WriteTo(_directory.Path);
        await using (var index = OpenIndex())
        {
            Run(index);
        }

        File.Delete(_directory[SqliteMetadataStore.Path]);
        await using var again = OpenIndex();
        Run(again);

        Assert.Equal(7, (await again.ReadAsync(App, default))[One].Downloads);
    }

    [Fact]
    public async Task Directory_without_a_file_of_zot_is_not_imported()
    {
        await using var index = OpenIndex();

        Run(index);

        Assert.False(File.Exists(_directory[UserDatabase.Path]));
        Assert.Empty(_log.Lines);
    }

    private static ZotDatabase Zot() => new ZotDatabase().AddStatistics(App.ToString(), One.ToString(), 7, Recent, Long, "alice");

    // Copies the files as the kernel has them if the process ends now.
    private static void CopyDatabases(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(from, "_metadata"), "index.db*"))
        {
            Directory.CreateDirectory(Path.Combine(to, "_metadata"));
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var target = File.Create(Path.Combine(to, "_metadata", Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }

    private void Run(MetadataIndex index)
    {
        UserDatabase? users = null;
        Run(_directory.Path, index, () => users = OpenUsers());
        users?.Dispose();
    }

    // As a start does.
    private void Run(string directory, MetadataIndex index, Func<UserDatabase> users)
    {
        var import = new ZotImport(directory, _log);
        import.TryImportUsers(users);
        import.TryImportStatistics(index);
    }

    private MetadataIndex OpenIndex() => SqliteMetadataStore.OpenIndex(_directory.Path, _time, NullLogger<MetadataIndex>.Instance);

    private UserDatabase OpenUsers() => new(_directory.Path, _time, NullLogger<UserDatabase>.Instance);
}
