using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Metadata;
using Zot.Metadata.Queries;
using Zot.Metadata.Sqlite;
using Zot.Registry;
using Zot.Scheduling;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Storage.Feed;
using Zot.Testing;

namespace Zot.Core.Tests.Metadata;

public sealed class ContentIndexTests : IDisposable
{
    private const string Config = """{"os":"linux","architecture":"arm","variant":"v7","history":[{"created":"2026-01-01T00:00:00Z"},{"created":"2026-01-02T00:00:00Z"}]}""";

    private static readonly RepositoryName App = Some.Repository;

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTime _time = new();
    private readonly MemoryDriver _driver;

    public ContentIndexTests() => _driver = new MemoryDriver(_time);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public Task Image_is_indexed_with_details_of_its_configuration() => LiveAsync(async (registry, index, _) =>
    {
        await registry.PushBlobsAsync(App, Config, "layer");
        var pushed = await registry.PushManifestAsync(App, "v1", Some.Image(Some.Config(Config), [Some.Layer("layer")], note: "hello"));

        var known = await index.FindRepositoryAsync(App, default);

        Assert.Equal([new TagRecord("v1", pushed.Digest, MediaTypes.OciManifest, _time.GetUtcNow())], known!.Tags);
        var image = Assert.Single(known.Manifests.Values);
        Assert.True(image.IsRead);
        Assert.Equal(pushed.Size, image.Size);
        Assert.Equal(Config.Length + "layer".Length, image.ContentSize);
        Assert.Equal(new ImagePlatform("linux", "arm/v7"), image.Platform);
        Assert.Equal(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero), image.Created);
        Assert.Contains("hello", image.Annotations.Values);
    });

    [Fact]
    public async Task Index_of_an_earlier_version_is_read_again_and_keeps_statistics_and_times_of_tags()
    {
        var tagged = _time.GetUtcNow() - TimeSpan.FromDays(30);
        Descriptor pushed;
        await using (var store = Stores.Open(_driver, time: _time))
        {
            pushed = await store.Registry.PushImageAsync(App, "v1");
        }

        WriteVersion2(pushed, tagged);
        await LiveAsync(async (_, index, jobs) =>
        {
            await SweepAsync(jobs);

            var image = Assert.Single((await index.Queries.FindImagesAsync(new ImageQuery(), default)).Items);
            Assert.Equal((pushed.Digest, tagged, 7), (image.Manifest.Digest, image.Tag.Tagged, image.StatisticsOf(pushed.Digest).Downloads));
            Assert.Single(image.Manifest.Layers);
        });
    }

    [Fact]
    public async Task Index_of_version_3_is_read_again_and_keeps_facts()
    {
        await LiveAsync(async (registry, index, _) =>
        {
            await registry.PushBlobsAsync(App, "{}");
            var image = await registry.PushManifestAsync(App, tag: null, Some.Image());
            await registry.PushManifestAsync(
                App, "multi", Some.Index([image with { Platform = new DescriptorPlatform("linux", "arm", "v7") }]), MediaTypes.OciIndex);
            Assert.True(await index.Queries.SetFactAsync(App, image.Digest, "kind", "{}", default));
        });
        WriteVersion3();

        await LiveAsync(async (_, index, jobs) =>
        {
            Assert.Empty((await index.Queries.FindImagesAsync(new ImageQuery(), default)).Items);

            await SweepAsync(jobs);

            var image = Assert.Single(Assert.Single((await index.Queries.FindImagesAsync(new ImageQuery(), default)).Items).Images);
            Assert.Equal(new ImagePlatform("linux", "arm/v7"), image.Platform);
            Assert.Equal("kind", Assert.Single(await index.Queries.GetFactsAsync(App, image.Digest, default)).Key);
        });
    }

    [Theory]
    [InlineData("{}", "linux/arm/v7")]
    [InlineData("""{"os":"","architecture":""}""", "linux/arm/v7")]
    [InlineData("""{"os":"windows"}""", "windows/")]
    [InlineData("""{"os":"windows","architecture":"amd64"}""", "windows/amd64")]
    public Task Platform_of_an_index_applies_to_images_without_one(string config, string expected) => LiveAsync(async (registry, index, _) =>
    {
        await registry.PushBlobsAsync(App, config);
        var image = await registry.PushManifestAsync(App, "v1", Some.Image(Some.Config(config)));
        var inner = await registry.PushManifestAsync(
            App, tag: null, Some.Index([image with { Platform = new DescriptorPlatform("linux", "arm", "v7") }]), MediaTypes.OciIndex);
        await registry.PushManifestAsync(
            App, "multi", Some.Index([inner with { Platform = new DescriptorPlatform("plan9", "mips") }]), MediaTypes.OciIndex);

        var filter = new ImageQuery { Tag = "multi", Platform = new PlatformFilter([expected.Split('/')[0]], []) };
        var row = Assert.Single((await index.Queries.FindImagesAsync(filter, default)).Items);
        var repository = Assert.Single((await index.Queries.FindRepositoriesAsync(new RepositoryQuery(), default)).Items);
        var alone = Assert.Single((await index.Queries.FindImagesAsync(filter with { Tag = "v1", Platform = null }, default)).Items);

        Assert.Equal(expected, $"{row.Images[0].Platform?.Os}/{row.Images[0].Platform?.Architecture}");
        Assert.Contains(row.Images[0].Platform!.Value, repository.Platforms);
        Assert.NotEqual("linux", alone.Images[0].Platform?.Os); // its own tag has no index
    });

    [Fact]
    public Task Signatures_are_found_by_reference_and_by_tag() => LiveAsync(async (registry, index, _) =>
    {
        var signed = await registry.PushImageAsync(App, "v1");
        var notation = await registry.PushManifestAsync(
            App, tag: null, Some.Image(subject: signed, artifactType: "application/vnd.cncf.notary.signature"));
        await registry.PushManifestAsync(App, tag: null, Some.Image(subject: signed, artifactType: "text/plain"));
        var cosign = await registry.PushImageAsync(App, $"sha256-{signed.Digest.ToString()[7..]}.sig", "signature");

        var known = await index.FindRepositoryAsync(App, default);

        var signatures = known!.SignaturesOf(signed.Digest);
        Assert.Equal(notation.Digest, Assert.Single(signatures["notation"]).Digest);
        Assert.Equal(cosign.Digest, Assert.Single(signatures["cosign"]).Digest);
        Assert.Equal(2, known.ReferrersOf(signed.Digest).Count());
    });

    [Fact]
    public Task Moved_tag_keeps_its_creation_time() => LiveAsync(async (registry, index, _) =>
    {
        var made = _time.GetUtcNow();
        await registry.PushImageAsync(App, "v1", "one");
        await index.FindRepositoryAsync(App, default);
        _time.Advance(TimeSpan.FromDays(1));

        var moved = await registry.PushImageAsync(App, "v1", "two");

        Assert.Equal([new TagRecord("v1", moved.Digest, MediaTypes.OciManifest, made)], (await index.FindRepositoryAsync(App, default))!.Tags);
    });

    [Fact]
    public async Task Sweep_reads_only_changed_repositories_and_removes_missing_ones()
    {
        await LiveAsync(async (registry, index, jobs) =>
        {
            await registry.PushImageAsync(App, "v1");
            await registry.PushImageAsync(Some.OtherRepository, "v1");
            await registry.PushImageAsync(RepositoryName.Parse("library/app-too"), "v1");
            await registry.PushImageAsync(RepositoryName.Parse("library/app/below"), "v1");
        });
        await LiveAsync(async (_, index, jobs) =>
        {
            Assert.Equal(4, await SweepAsync(jobs));
            Assert.Equal(0, await SweepAsync(jobs));
            Assert.Equal(new ContentCounts(4, 4, 4), index.Count());
        });
        await using (var unwatched = Stores.Open(_driver, time: _time))
        {
            await unwatched.Registry.PushImageAsync(App, "v2", "two");
        }

        await _driver.DeleteAsync(ImageLayout.Index(Some.OtherRepository), default);

        await LiveAsync(async (_, index, jobs) =>
        {
            Assert.Equal(2, await SweepAsync(jobs));
            Assert.Equal(new ContentCounts(3, 4, 4), index.Count());
        });
    }

    [Fact]
    public async Task Damaged_repository_keeps_its_entries_and_is_read_once_repaired()
    {
        await LiveAsync((registry, index, jobs) => registry.PushImageAsync(App, "v1"));
        await LiveAsync((registry, index, jobs) => SweepAsync(jobs));
        var whole = (await _driver.ReadAsync(ImageLayout.Index(App), default))!;

        await WriteAsync("{damaged"u8.ToArray());
        await LiveAsync(async (registry, index, jobs) =>
        {
            Assert.Equal(1, await SweepAsync(jobs));
            Assert.Equal(1, await SweepAsync(jobs));
            Assert.Equal(1, index.Count().Tags);

            await WriteAsync(whole);
            Assert.Equal(1, await SweepAsync(jobs));
            Assert.Equal(0, await SweepAsync(jobs));
            Assert.Equal("v1", Assert.Single((await index.FindRepositoryAsync(App, default))!.Tags).Tag);
        });

        async Task WriteAsync(byte[] content) =>
            await _driver.WriteAsync(ImageLayout.Index(App), content, ImageLayout.Staging(App), durable: false, default);
    }

    [Fact]
    public async Task Missing_manifest_is_indexed_by_its_descriptor()
    {
        Descriptor pushed;
        await using (var unwatched = Stores.Open(_driver, time: _time))
        {
            pushed = await unwatched.Registry.PushImageAsync(App, "v1");
        }

        await _driver.DeleteAsync(ImageLayout.Blob(App, pushed.Digest), default);

        await LiveAsync(async (_, index, _) =>
        {
            var lost = (await index.FindRepositoryAsync(App, default))!.Manifests[pushed.Digest];
            Assert.False(lost.IsRead);
            Assert.Equal(pushed.Size, lost.Size);
        });
    }

    [Fact]
    public Task Missing_repository_is_not_found() => LiveAsync(async (_, index, _) =>
        Assert.Null(await index.FindRepositoryAsync(App, default)));

    [Fact]
    public Task Changes_are_written_periodically() => LiveAsync(async (registry, index, jobs) =>
    {
        await registry.PushImageAsync(App, "v1");

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(index.Count() == new ContentCounts(1, 1, 1));
            },
            "the tag is in the index");
    });

    /// <summary>
    /// Manifests, each with its configuration, that clients may push and that must not stop the index.
    /// </summary>
    public static TheoryData<string, string> OddManifests
    {
        get
        {
            const string Sizes = "{'schemaVersion':2,'config':{'mediaType':'a/b','digest':'C','size':2},'layers':[{'mediaType':'a/b','digest':'E','size':9223372036854775807},{'mediaType':'a/b','digest':'E','size':9223372036854775807}]}";
            const string Image = "{'schemaVersion':2,'config':{'mediaType':'application/vnd.oci.image.config.v1+json','digest':'C','size':S},'layers':[]}";
            return new()
            {
                { Sizes, "{}" },
                { Image, "{'history':[null]}" },
                { Image, "{'history':[{'created':'2026-01-01T00:00:00Z'},null]}" },
                { Image, "{'history':[{'created':null}]}" },
                { Image, "{'history':null,'created':null,'os':null}" },
                { Image, "{'history':{}}" },
                { Image, "{'created':'never'}" },
                { Image, "{'os':1,'architecture':[]}" },
                { Image, "{'os':'\\ud800','architecture':'\\udfff'}" },
                { Image, "{'\\ud800':1}" },
                { Image, "[]" },
                { Image, "null" },
                { Image, "" },
                { Image, "{" },
                { Image.Replace("'layers'", "'annotations':{'\\ud800':'\\udfff\\u0000'},'layers'", StringComparison.Ordinal), "{}" },
                { Image.Replace("'layers'", "'annotations':{'a':'\u00ff'},'artifactType':'a/b','layers'", StringComparison.Ordinal), "{}" },
            };
        }
    }

    [Theory]
    [MemberData(nameof(OddManifests))]
    public async Task Odd_manifest_of_one_client_does_not_stop_the_index(string manifest, string config)
    {
        await LiveAsync(async (registry, index, jobs) =>
        {
            var content = System.Text.Encoding.Latin1.GetBytes(config.Replace('\'', '"'));
            await registry.PushBlobAsync(App, content);
            var json = manifest.Replace('\'', '"')
                .Replace("\"C\"", $"\"{Some.Digest(content)}\"", StringComparison.Ordinal)
                .Replace("\"E\"", $"\"{Some.Digest("elsewhere")}\"", StringComparison.Ordinal)
                .Replace(":S}", $":{content.Length}}}", StringComparison.Ordinal);
            await registry.PushManifestAsync(App, "odd", System.Text.Encoding.Latin1.GetBytes(json));
            await registry.PushImageAsync(App, "v1");
            await registry.PushImageAsync(Some.OtherRepository, "v1");

            await Eventually.HoldsAsync(
                () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult(index.Count() == new ContentCounts(2, 3, 3));
                },
                "all tags are in the index");
            Assert.Equal(["odd", "v1"], (await index.FindRepositoryAsync(App, default))!.Tags.Select(static tag => tag.Tag));
        });
        await LiveAsync(async (_, index, jobs) => await SweepAsync(jobs));
    }

    [Fact]
    public async Task Sizes_that_overflow_are_summed_to_the_largest_number() => await LiveAsync(async (registry, index, _) =>
    {
        var layer = new Descriptor("a/b", Some.Digest("elsewhere"), long.MaxValue);
        await registry.PushManifestAsync(App, "v1", Some.Image(new Descriptor("a/b", Some.Digest("{}"), 2), [layer, layer]));

        Assert.Equal(long.MaxValue, Assert.Single((await index.FindRepositoryAsync(App, default))!.Manifests.Values).ContentSize);
    });

    /// <summary>Unexpected failures of a repository's content.</summary>
    public static TheoryData<Type> Failures =>
    [
        typeof(InvalidOperationException), typeof(OverflowException), typeof(NullReferenceException), typeof(KeyNotFoundException),
        typeof(FormatException), typeof(IOException), typeof(InvalidDataException), typeof(UnauthorizedAccessException),
        typeof(OperationCanceledException), typeof(TimeoutException),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Repository_that_fails_is_logged_and_the_others_are_indexed(Type failure)
    {
        await using var store = Stores.Open(_driver, time: _time);
        var logger = new CollectingLogger<MetadataIndex>();
        var index = SqliteMetadataStore.OpenIndex(_directory.Path, _time, logger);
        index.Follow(new FailingFeed(new ContentFeed(store.Registry, [store], _ => store), App, (Exception)Activator.CreateInstance(failure)!), store.Registry);
        await store.Registry.PushImageAsync(App, "v1");
        await store.Registry.PushImageAsync(Some.OtherRepository, "v1");

        await Eventually.HoldsAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(index.Count().Tags == 1);
            },
            "the other repository is in the index");

        await Eventually.HoldsAsync(() => Task.FromResult(index.Count().Failed == 1), "the failure is counted");
        Assert.Contains(logger.Lines, line => line.Contains(App.ToString(), StringComparison.Ordinal));
        await index.DisposeAsync();
    }

    // The tables that version 2 had.
    private void WriteVersion2(Descriptor pushed, DateTimeOffset tagged)
    {
        var path = _directory[SqliteMetadataStore.Path];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            CREATE TABLE facts(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE statistics(repository TEXT NOT NULL, manifest TEXT NOT NULL, downloads INTEGER NOT NULL,
                pulled INTEGER, pushed INTEGER, pushed_by TEXT, PRIMARY KEY(repository, manifest)) WITHOUT ROWID;
            CREATE TABLE repositories(name TEXT PRIMARY KEY, version TEXT) WITHOUT ROWID;
            CREATE TABLE tags(repository TEXT NOT NULL, tag TEXT NOT NULL, manifest TEXT NOT NULL, media_type TEXT NOT NULL,
                tagged INTEGER NOT NULL, PRIMARY KEY(repository, tag)) WITHOUT ROWID;
            CREATE TABLE manifests(repository TEXT NOT NULL, manifest TEXT NOT NULL, media_type TEXT NOT NULL,
                size INTEGER NOT NULL, details BLOB, PRIMARY KEY(repository, manifest)) WITHOUT ROWID;
            INSERT INTO repositories VALUES($repository, 'any');
            INSERT INTO tags VALUES($repository, 'v1', $manifest, $type, $tagged);
            INSERT INTO manifests VALUES($repository, $manifest, $type, $size, '{}');
            INSERT INTO statistics VALUES($repository, $manifest, 7, NULL, NULL, NULL);
            PRAGMA user_version=2;
            """;
        command.Parameters.AddWithValue("$repository", App.ToString());
        command.Parameters.AddWithValue("$manifest", pushed.Digest.ToString());
        command.Parameters.AddWithValue("$type", pushed.MediaType);
        command.Parameters.AddWithValue("$size", pushed.Size);
        command.Parameters.AddWithValue("$tagged", tagged.ToUnixTimeMilliseconds());
        command.ExecuteNonQuery();
    }

    // The tables that version 3 had.
    private void WriteVersion3()
    {
        using var connection = new SqliteConnection($"Data Source={_directory[SqliteMetadataStore.Path]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            ALTER TABLE record_images DROP COLUMN os;
            ALTER TABLE record_images DROP COLUMN architecture;
            ALTER TABLE manifest_records ADD COLUMN os TEXT;
            ALTER TABLE manifest_records ADD COLUMN architecture TEXT;
            PRAGMA user_version=3;
            """;
        command.ExecuteNonQuery();
    }

    // Simulates one run of a registry: the stored data outlives it.
    private async Task LiveAsync(Func<IRegistry, MetadataIndex, IJobSource, Task> work)
    {
        await using var store = Stores.Open(_driver, time: _time);
        await using var index = SqliteMetadataStore.OpenIndex(_directory.Path, _time, NullLogger<MetadataIndex>.Instance);
        await work(store.Registry, index, index.Follow(new ContentFeed(store.Registry, [store], _ => store), store.Registry));
    }

    private static async Task<int> SweepAsync(IJobSource source)
    {
        var jobs = 0;
        await foreach (var job in source.EnumerateAsync(default))
        {
            await job.RunAsync(default);
            jobs++;
        }

        return jobs;
    }
}
