using Microsoft.Extensions.Logging.Abstractions;
using Xunit;
using Zot.Configuration.Storage;
using Zot.Core.Tests.Storage.Migration;
using Zot.Migration.Distribution;
using Zot.Registry;
using Zot.Storage.Content;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Migration.Distribution;

public sealed class DistributionMigrationTests : IDisposable
{
    private static readonly RepositoryName App = RepositoryName.Parse("app");

    private readonly DistributionFolder _source = new();
    private readonly TemporaryDirectory _target = new();

    public void Dispose()
    {
        _source.Dispose();
        _target.Dispose();
    }

    [Fact]
    public async Task Every_kind_of_manifest_is_migrated()
    {
        var image = _source.AddImage("app", "one", "v1", "latest");
        var untagged = _source.AddImage("app", "two");
        var index = _source.AddManifest("app", Some.Index([image, untagged]), MediaTypes.OciIndex, "all");
        var nested = _source.AddManifest("app", Some.Index([index]), MediaTypes.OciIndex, "nested");
        var docker = _source.AddManifest(
            "deep/er/app", Some.Image(Some.Config(), [Some.Layer("one")], mediaType: MediaTypes.DockerManifest), MediaTypes.DockerManifest, "v2");
        var list = _source.AddManifest("deep/er/app", Some.Index([docker], mediaType: MediaTypes.DockerList), MediaTypes.DockerList, "list");
        var before = _source.Everything();

        var sum = await MigrateAsync();

        Assert.Empty(sum.SelectMany(static one => one.Faults));
        Assert.Equal((6, 6, 2), (sum.Sum(static one => one.Manifests), sum.Sum(static one => one.Tags), sum.Sum(static one => one.DockerManifests)));
        Assert.Equal(Some.Bytes("{}").Length + Some.Bytes("one").Length + Some.Bytes("two").Length, sum.Sum(static one => one.Bytes));
        await using var content = await OpenAsync();
        var registry = content.Registry;
        var deep = RepositoryName.Parse("deep/er/app");
        Assert.Equal(["app", "deep/er/app"], await registry.ListAsync());
        Assert.Equal(["all", "latest", "nested", "v1"], await registry.ListTagsAsync(App, default));
        Assert.Equal(["list", "v2"], await registry.ListTagsAsync(deep, default));
        foreach (var (repository, manifest) in new[] { (App, image), (App, untagged), (App, index), (App, nested), (deep, docker), (deep, list) })
        {
            Assert.Equal(manifest, await registry.FindManifestAsync(repository, Reference.To(manifest.Digest), default));
        }

        Assert.Equal(Some.Bytes("one"), await registry.ReadBlobAsync(deep, Some.Digest("one")));
        Assert.Equal(Some.Bytes("two"), await registry.ReadBlobAsync(App, Some.Digest("two")));
        Assert.Equal(before, _source.Everything());
    }

    [Fact]
    public async Task Undeclared_media_type_is_detected()
    {
        var image = _source.AddImage("app", "one");
        _source.AddManifest("app", Some.Bytes(
            $$"""{"schemaVersion":2,"manifests":[{"mediaType":"{{image.MediaType}}","digest":"{{image.Digest}}","size":{{image.Size}}}]}"""), "", "index");
        _source.AddManifest("app", Some.Bytes(
            $$"""{"schemaVersion":2,"config":{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Some.Digest("{}")}}","size":2},"layers":[]}"""), "", "image");

        await MigrateAsync();

        await using var content = await OpenAsync();
        Assert.Equal(MediaTypes.OciIndex, (await content.Registry.FindManifestAsync(App, Reference.Parse("index"), default))!.MediaType);
        Assert.Equal(MediaTypes.OciManifest, (await content.Registry.FindManifestAsync(App, Reference.Parse("image"), default))!.MediaType);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Blobs_are_shared_with_the_source_unless_copying_is_requested(bool copies)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no hard links");
        _source.AddImage("app", "one", "v1");

        var sum = Assert.Single(await MigrateAsync(new MigrationOptions(Copies: copies)));

        var (from, to) = (FileObjects.Stat(_source.FileOf(Some.Digest("one")))!.Value, FileObjects.Stat(FileIn("app", Some.Digest("one")))!.Value);
        Assert.Equal(!copies, from.Identity == to.Identity);
        Assert.Equal((5, copies ? 5 : 0), (sum.Bytes, sum.Copied));
        Assert.Empty(Directory.EnumerateFiles(_target["app/.uploads"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shared_layers_are_read_once(bool dedupe)
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("other", "one", "v1");

        var sum = await MigrateAsync(dedupe: dedupe);

        Assert.Equal([5L, 0L], sum.Select(static one => one.Bytes));
        Assert.Equal([2, 2], sum.Select(static one => one.Blobs));
        Assert.Equal(FileObjects.Stat(FileIn("app", Some.Digest("one")))!.Value.Identity, FileObjects.Stat(FileIn("other", Some.Digest("one")))!.Value.Identity);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Damaged_blob_skips_its_manifests_only(bool copies)
    {
        var damaged = _source.AddImage("app", "one", "v1", "v2");
        _source.AddManifest("app", Some.Index([damaged]), MediaTypes.OciIndex, "index");
        _source.AddImage("app", "two", "v3");
        _source.AddImage("other", "one", "v1");
        await File.WriteAllTextAsync(_source.FileOf(Some.Digest("one")), "eno", TestContext.Current.CancellationToken);

        var sum = await MigrateAsync(new MigrationOptions(Copies: copies));

        Assert.Equal(
            [
                $"app:index: the listed manifest {damaged.Digest} is missing or damaged",
                $"app:v1, :v2: the blob {Some.Digest("one")} is damaged: its digest does not match",
                $"other:v1: the blob {Some.Digest("one")} is damaged: its digest does not match",
            ],
            sum.SelectMany(static one => one.Faults).Order(StringComparer.Ordinal));
        await using var content = await OpenAsync();
        Assert.Equal(["v3"], await content.Registry.ListTagsAsync(App, default));
        Assert.False(File.Exists(FileIn("app", Some.Digest("one"))));
        Assert.Empty(Directory.EnumerateFiles(_target["app/.uploads"]));
    }

    [Fact]
    public async Task Blob_of_another_length_is_reported()
    {
        _source.AddImage("app", "one", "v1");
        await File.WriteAllTextAsync(_source.FileOf(Some.Digest("one")), "longer", TestContext.Current.CancellationToken);

        var (told, done) = (Assert.Single(await MigrateAsync(new MigrationOptions(IsDryRun: true))), Assert.Single(await MigrateAsync()));

        Assert.Equal([$"app:v1: the blob {Some.Digest("one")} has 6 bytes, but its manifest says 3"], done.Faults);
        Assert.Equal(done.Faults, told.Faults);
    }

    [Fact]
    public async Task Damaged_blob_in_another_repository_of_the_target_is_replaced()
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("other", "one", "v1");
        await using (var content = await OpenAsync(dedupe: false))
        {
            await content.Registry.PushBlobAsync(RepositoryName.Parse("other"), Some.Bytes("one"));
        }

        await File.WriteAllTextAsync(FileIn("other", Some.Digest("one")), "o", TestContext.Current.CancellationToken);

        await MigrateAsync(dedupe: false);

        await using var after = await OpenAsync(dedupe: false);
        Assert.Equal(Some.Bytes("one"), await after.Registry.ReadBlobAsync(RepositoryName.Parse("other"), Some.Digest("one")));
    }

    [Fact]
    public async Task Invalid_links_are_reported_and_the_rest_is_migrated()
    {
        var image = _source.AddImage("app", "one", "v1", "nolink", "garbage");
        File.Delete(_source.TagLink("app", "nolink"));
        DistributionFolder.Link(_source.TagLink("app", "garbage"), "what is this");
        DistributionFolder.Link(_source.TagLink("app", ".hidden"), image.Digest.ToString());
        DistributionFolder.Link(_source.TagLink("app", "gone"), Some.Digest("gone").ToString());
        DistributionFolder.Link(_source.RevisionLink("app", Some.Digest("elsewhere")), image.Digest.ToString());
        Directory.CreateDirectory(Path.GetDirectoryName(_source.RevisionLink("app", Some.Digest("deleted")))!);
        DistributionFolder.Link(_source.TagLink("Upper", "v1"), image.Digest.ToString());
        DistributionFolder.Link(_source.TagLink("a/blobs/b", "v1"), image.Digest.ToString());

        var sum = await MigrateAsync();

        Assert.Equal(
            [
                "Upper: invalid repository name",
                "a/blobs/b: invalid repository name",
                "app:.hidden: invalid tag name",
                "app:garbage: the link contains 'what is this', which is not a digest",
                "app:gone: the manifest is missing",
                "app:nolink: the link is missing",
                $"app@{Some.Digest("elsewhere")}: the link contains '{image.Digest}', not this digest",
            ],
            sum.SelectMany(static one => one.Faults).Order(StringComparer.Ordinal));
        await using var content = await OpenAsync();
        Assert.Equal(["v1"], await content.Registry.ListTagsAsync(App, default));
    }

    [Fact]
    public async Task Missing_link_of_a_revision_or_layer_is_not_required()
    {
        var image = _source.AddImage("app", "one", "v1");
        File.Delete(_source.RevisionLink("app", image.Digest));
        Directory.Delete(Path.Combine(_source.Path, "docker/registry/v2/repositories/app/_layers"), recursive: true);

        var sum = Assert.Single(await MigrateAsync());

        Assert.Empty(sum.Faults);
        await using var content = await OpenAsync();
        Assert.Equal(image.Digest, await content.Registry.ResolveAsync(App, "v1"));
    }

    [Fact]
    public async Task Unsupported_manifests_are_reported()
    {
        _source.AddManifest("app", Some.Bytes("""{"schemaVersion":1,"name":"app","fsLayers":[]}"""), "", "old");
        _source.AddManifest("app", Some.Bytes("no JSON"), "", "text");
        _source.AddManifest("app", Some.Bytes("""{"schemaVersion":2,"mediaType":"application/x"}"""), "", "type");
        _source.AddManifest("app", Some.Bytes($$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.OciManifest}}"}"""), "", "config");
        _source.AddManifest("app", Some.Bytes(ManifestPush.MaxContentLength + 1), "", "large");
        var damaged = _source.AddImage("app", "one", "damaged");
        await File.WriteAllTextAsync(_source.FileOf(damaged.Digest), "{}", TestContext.Current.CancellationToken);

        var sum = Assert.Single(await MigrateAsync());

        Assert.Equal((0, 0), (sum.Manifests, sum.Tags));
        Assert.Collection(
            sum.Faults.Order(StringComparer.Ordinal),
            static fault => Assert.Equal("app:config: the manifest is invalid: config is missing", fault),
            fault => Assert.Equal($"app:damaged: the manifest is damaged: its actual digest is {Some.Digest("{}")}", fault),
            static fault => Assert.StartsWith("app:large: the manifest is larger than", fault, StringComparison.Ordinal),
            static fault => Assert.StartsWith("app:old: the manifest uses Docker's schema 1", fault, StringComparison.Ordinal),
            static fault => Assert.StartsWith("app:text: the manifest is invalid", fault, StringComparison.Ordinal),
            static fault => Assert.Equal("app:type: the manifest has the media type 'application/x', which is not supported", fault));
    }

    [Fact]
    public async Task Second_run_has_nothing_to_do()
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("other", "one", "v1");
        await MigrateAsync();

        var sum = await MigrateAsync();

        Assert.All(sum, static one => Assert.Equal((0, 0, 0, 0L, 1), (one.Manifests, one.Tags, one.Blobs, one.Bytes, one.Unchanged)));
    }

    [Fact]
    public async Task Blob_damaged_after_a_run_is_migrated_again()
    {
        _source.AddImage("app", "one", "v1");
        await MigrateAsync(new MigrationOptions(Copies: true));
        await File.WriteAllTextAsync(FileIn("app", Some.Digest("one")), "short", TestContext.Current.CancellationToken);

        var sum = Assert.Single(await MigrateAsync(new MigrationOptions(Copies: true)));

        Assert.Equal((1, 3L), (sum.Blobs, sum.Bytes));
        await using var content = await OpenAsync();
        Assert.Equal(Some.Bytes("one"), await content.Registry.ReadBlobAsync(App, Some.Digest("one")));
    }

    [Fact]
    public async Task Manifest_damaged_after_a_run_is_migrated_again()
    {
        var image = _source.AddImage("app", "one", "v1");
        await MigrateAsync();
        await File.WriteAllTextAsync(FileIn("app", image.Digest), "", TestContext.Current.CancellationToken);

        var sum = Assert.Single(await MigrateAsync());

        Assert.Equal((1, 0, 0), (sum.Manifests, sum.Unchanged, sum.Faults.Count));
        await using var content = await OpenAsync();
        Assert.NotNull(await content.Registry.GetManifestAsync(App, Reference.Parse("v1"), default));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tag_of_another_image_in_the_target_is_moved_only_on_request(bool moves)
    {
        Descriptor kept;
        await using (var content = await OpenAsync())
        {
            kept = await content.Registry.PushImageAsync(App, "v1", "kept");
        }

        var image = _source.AddImage("app", "one", "v1", "v2");

        var sum = Assert.Single(await MigrateAsync(new MigrationOptions(MovesTags: moves)));

        await using var after = await OpenAsync();
        Assert.Equal(moves ? image.Digest : kept.Digest, await after.Registry.ResolveAsync(App, "v1"));
        Assert.Equal(image.Digest, await after.Registry.ResolveAsync(App, "v2"));
        Assert.Equal(moves ? 0 : 1, sum.Faults.Count);
        Assert.Equal(moves ? 2 : 1, sum.Tags);
    }

    [Fact]
    public async Task Dry_run_reports_what_a_run_does_and_changes_nothing()
    {
        var image = _source.AddImage("app", "one", "v1");
        _source.AddManifest("app", Some.Index([image]), MediaTypes.OciIndex, "index");
        _source.AddImage("other", "one", "v1");
        _source.AddImage("broken", "two", "v1");
        await File.WriteAllTextAsync(_source.FileOf(Some.Digest("two")), "short", TestContext.Current.CancellationToken);

        var unseen = await ToListAsync(DistributionMigration.Open(_source.Path)!.RunAsync(null, new MigrationOptions(IsDryRun: true), static _ => { }, default));
        var seen = await MigrateAsync(new MigrationOptions(IsDryRun: true));
        Assert.False(Directory.Exists(_target["app"]));
        var done = await MigrateAsync();

        Assert.Equal(done.Select(Figures), unseen.Select(Figures));
        Assert.Equal(done.Select(Figures), seen.Select(Figures));
    }

    [Fact]
    public async Task Sub_paths_receive_their_repositories()
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("a/app", "one", "v1");
        var options = Options(dedupe: true) with
        {
            SubPaths = new Dictionary<string, StorageOptions>(StringComparer.Ordinal) { ["/a"] = new() { RootDirectory = _target["sub"], Dedupe = false } },
        };

        await using (var content = await ContentStore.OpenAsync(options, NullLoggerFactory.Instance, TimeProvider.System, default))
        {
            await ToListAsync(DistributionMigration.Open(_source.Path)!.RunAsync(content, new MigrationOptions(), static _ => { }, default));
        }

        Assert.True(File.Exists(FileIn("app", Some.Digest("one"))));
        Assert.True(File.Exists(FileIn("sub/a/app", Some.Digest("one"))));
        Assert.False(Directory.Exists(_target["a"]));
    }

    [Fact]
    public void Directory_of_another_layout_is_not_opened() => Assert.Null(DistributionMigration.Open(_target.Path));

    private static (string, int, int, int, int, long, int) Figures(MigratedRepository one) =>
        (one.Name, one.Manifests, one.Tags, one.Unchanged, one.Blobs, one.Bytes, one.Faults.Count);

    private static async Task<List<MigratedRepository>> ToListAsync(IAsyncEnumerable<MigratedRepository> repositories)
    {
        List<MigratedRepository> all = [];
        await foreach (var repository in repositories)
        {
            all.Add(repository);
        }

        return all;
    }

    /// <summary>
    /// Gets manifests that other registries have accepted, and whether they can be migrated. The character U+00FF
    /// stands for that byte.
    /// </summary>
    public static TheoryData<string, bool> OddManifests => new()
    {
        { "{\"schemaVersion\":2,\"config\":@,\"layers\":[],\"annotations\":{\"a\":\"\u00ff\"}}", true },
        { """{"schemaVersion":2,"config":@,"layers":[],"annotations":{"\ud800":"\udfff"}}""", true },
        { "{\"schemaVersion\":2,\"config\":@,\"layers\":[],\"\u00ff\":1}", true },
        { """{"schemaVersion":2,"mediaType":"\ud800","config":@,"layers":[]}""", false },
        { "{\"schemaVersion\":2,\"mediaType\":\"\u00ff\",\"config\":@,\"layers\":[]}", false },
        { """{"schemaVersion":2,"config":@,"layers":[],"artifactType":"\ud800"}""", false },
        { """{"schemaVersion":2,"config":@,"Config":@,"layers":[]}""", false },
        { """{"schemaVersion":2,"config":@,"layers":null}""", false },
        { """{"schemaVersion":2,"config":null,"layers":[]}""", false },
        { """{"schemaVersion":2,"manifests":[null]}""", false },
        { "null", false }, { "[]", false }, { "", false }, { "{", false }, { "{}\0", false }, { "\u00ef\u00bb\u00bf{}", false },
    };

    [Theory]
    [MemberData(nameof(OddManifests))]
    public async Task Unusual_manifest_is_migrated_or_reported_and_the_rest_is_migrated(string json, bool isMigrated)
    {
        _source.AddImage("app", "one", "v1");
        var config = $$"""{"mediaType":"{{MediaTypes.OciConfig}}","digest":"{{Some.Digest("{}")}}","size":2}""";
        _source.AddManifest("app", System.Text.Encoding.Latin1.GetBytes(json.Replace("@", config, StringComparison.Ordinal)), "", "odd");
        _source.AddImage("other", "one", "v1");

        var sum = await MigrateAsync();

        Assert.Equal((isMigrated ? 3 : 2, isMigrated ? 0 : 1), (sum.Sum(static one => one.Manifests), sum.Sum(static one => one.Faults.Count)));
        Assert.All(sum.SelectMany(static one => one.Faults), static fault => Assert.StartsWith("app:odd: ", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}\0\0")]
    public async Task Damaged_index_in_the_target_is_reported_by_name_and_the_other_repositories_are_migrated(string index)
    {
        _source.AddImage("app", "one", "v1");
        await MigrateAsync();
        await File.WriteAllTextAsync(_target["app/index.json"], index);
        _source.AddImage("app", "two", "v2");
        _source.AddImage("other", "two", "v2");

        var sum = await MigrateAsync();

        Assert.Contains("app", Assert.Single(sum.SelectMany(static one => one.Faults)), StringComparison.Ordinal);
        await using var content = await OpenAsync();
        Assert.Equal(["v2"], await content.Registry.ListTagsAsync(RepositoryName.Parse("other"), default));
    }

    [Fact]
    public async Task Symbolic_link_to_a_parent_directory_is_reported_and_not_followed()
    {
        _source.AddImage("app", "one", "v1");
        Directory.CreateSymbolicLink(Path.Combine(_source.Path, "docker", "registry", "v2", "repositories", "app", "again"), "..");

        var sum = await MigrateAsync();

        Assert.Equal(["app/again: symbolic links are not followed"], sum.SelectMany(static one => one.Faults));
        Assert.Equal(1, sum.Sum(static one => one.Manifests));
    }

    private async Task<List<MigratedRepository>> MigrateAsync(MigrationOptions? options = null, bool dedupe = true)
    {
        await using var content = await OpenAsync(dedupe);
        return await ToListAsync(DistributionMigration.Open(_source.Path)!.RunAsync(content, options ?? new MigrationOptions(), static _ => { }, default));
    }

    private Task<ContentStore> OpenAsync(bool dedupe = true) =>
        ContentStore.OpenAsync(Options(dedupe), NullLoggerFactory.Instance, TimeProvider.System, default);

    private StorageOptions Options(bool dedupe) => new() { RootDirectory = _target.Path, Dedupe = dedupe };

    private string FileIn(string repository, Digest digest) => _target[$"{repository}/blobs/sha256/{digest.Encoded}"];
}
