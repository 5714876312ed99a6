using System.Text;
using Xunit;
using Zot.Core.Tests.Storage;
using Zot.Core.Tests.Storage.Migration;
using Zot.Migration.Distribution;
using Zot.Registry;
using Zot.Storage;
using Zot.Storage.Drivers.Memory;
using Zot.Testing;
using Zot.Testing.Fuzzing;

namespace Zot.Core.Tests.Fuzzing;

/// <summary>Migrates a repository of the distribution registry with one manifest or link of any content.</summary>
internal sealed class MigrationTarget : IFuzzTarget
{
    private static readonly RepositoryName App = RepositoryName.Parse("app");

    private readonly DistributionFolder _folder = new();
    private readonly MemoryDriver _driver = new(TimeProvider.System);
    private readonly Store _store;
    private readonly DistributionDirectory _source;
    private readonly Descriptor _sound;

    private MigrationTarget()
    {
        _store = Stores.Open(_driver);
        _sound = _folder.AddImage("app", "layer", "sound");
        _source = DistributionDirectory.Open(_folder.Path)!;
    }

    public static ValueTask<IFuzzTarget> OpenAsync() => ValueTask.FromResult<IFuzzTarget>(new MigrationTarget());

    public async Task TryAsync(byte[] input, Random random)
    {
        if (File.Exists(_folder.FileOf(Some.Digest(input))))
        {
            return; // part of the intact image
        }

        var link = _folder.TagLink("app", random.Next(5) == 0 ? NameOf(input) : "v1");
        var digest = _folder.AddBlob(input);
        DistributionFolder.Link(_folder.RevisionLink("app", digest), digest.ToString());
        DistributionFolder.Link(link, digest.ToString());
        if (random.Next(10) == 0)
        {
            await File.WriteAllBytesAsync(link, input);
        }

        var migrated = await MigrateAsync();

        await CheckAsync(migrated, digest, input);
        Directory.Delete(Path.GetDirectoryName(_folder.RevisionLink("app", digest))!, recursive: true);
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(link))!, recursive: true);
        File.Delete(_folder.FileOf(digest));
    }

    public async Task CheckAsync() => Assert.Equal(_sound.Digest, await _store.Registry.ResolveAsync(App, "sound"));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    // A valid directory name of at most 200 bytes.
    private static string NameOf(byte[] input)
    {
        var name = Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length, 100))).Replace('/', '_').Replace('\0', '_').TrimStart();
        return name is "" or "." or ".." or "sound" ? "_" : name;
    }

    private Task<MigratedRepository> MigrateAsync()
    {
        var options = new MigrationOptions(MovesTags: true);
        var carrier = new BlobCarrier(_source, _store, copies: true, static _ => { });
        return new RepositoryMigration(App, _source, _store, carrier, options).RunAsync(default);
    }

    private async Task CheckAsync(MigratedRepository migrated, Digest digest, byte[] input)
    {
        // An error for the whole repository is an unexpected exception.
        Assert.All(migrated.Faults, static fault => Assert.Matches("^app[:@][^ ]", fault));
        await CheckAsync();
        if (await _store.Registry.GetManifestAsync(App, Reference.To(digest), default) is { } stored)
        {
            Assert.Equal(input, stored.Content.ToArray());
            await _store.Registry.DeleteManifestAsync(new ManifestDelete(App, Reference.To(digest)), default);
        }
        else
        {
            Assert.Contains(migrated.Faults, fault => fault.Contains(digest.ToString(), StringComparison.Ordinal) || fault.StartsWith("app:", StringComparison.Ordinal));
        }
    }
}
