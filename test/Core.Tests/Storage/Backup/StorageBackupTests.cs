using Xunit;
using Zot.Configuration.Storage;
using Zot.Registry;
using Zot.Storage.Backup;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Backup;

/// <summary>
/// The backup of all repositories: a repository that fails is reported by name, and the others are backed up.
/// </summary>
public sealed class StorageBackupTests : IDisposable
{
    private static readonly Dictionary<string, Action<string>> Damages = new()
    {
        ["index that is not JSON"] = static repository => File.WriteAllText(Path.Combine(repository, "index.json"), "{"),
        ["journal that is a link to itself"] = static repository => File.CreateSymbolicLink(Path.Combine(repository, ".zot-index.log"), ".zot-index.log"),
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> DamageNames => [.. Damages.Keys];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(DamageNames))]
    public async Task Repository_that_fails_is_reported_and_the_others_are_backed_up(string damage)
    {
        await using (var store = Stores.Open(FileSystemDriver.Open(_directory["root"], TimeProvider.System)))
        {
            foreach (var name in new[] { "a", "bad", "z" })
            {
                await store.Registry.PushImageAsync(RepositoryName.Parse(name), "v1");
            }
        }

        Damages[damage](_directory["root/bad"]);

        var done = await StorageBackup.RunAsync(
            new StorageOptions { RootDirectory = _directory["root"] }, _directory["backup"], previous: null, TimeProvider.System, default).ToListAsync();

        Assert.Equal(["a", "bad", "z"], done.Select(static one => one.Name).Order());
        Assert.All(done, static one => Assert.Equal(one.Name == "bad", one.Faults.Count > 0));
        Assert.Contains("bad", Assert.Single(done.Single(static one => one.Name == "bad").Faults), StringComparison.Ordinal);
        Assert.True(File.Exists(_directory[$"backup/z/blobs/sha256/{Some.Digest("layer").Encoded}"]));
    }
}
