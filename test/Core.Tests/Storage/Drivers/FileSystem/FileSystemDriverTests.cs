using Xunit;
using Zot.Storage.Drivers;
using Zot.Storage.Drivers.FileSystem;
using Zot.Testing;

namespace Zot.Core.Tests.Storage.Drivers.FileSystem;

public sealed class FileSystemDriverTests : StorageDriverContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    protected override IStorageDriver CreateDriver() => FileSystemDriver.Open(_directory["store"], TimeProvider.System);

    [Theory]
    [InlineData("meta.db")]
    [InlineData("cache.db")]
    public async Task Open_while_zot_uses_the_directory_is_rejected(string file)
    {
        Directory.CreateDirectory(_directory["store"]);
        using (new FileStream(_directory[$"store/{file}"], FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Contains("in use by another zot process", Assert.Throws<StorageInUseException>(CreateDriver).Message, StringComparison.Ordinal);
        }

        await using var driver = (FileSystemDriver)CreateDriver();
        new FileStream(_directory[$"store/{file}"], FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public async Task Open_of_a_directory_in_use_is_rejected()
    {
        var first = CreateDriver();

        var refusal = Assert.Throws<StorageInUseException>(CreateDriver);
        Assert.Equal(_directory["store"], refusal.Directory);
        Assert.Contains("in use by another zot process", refusal.Message, StringComparison.Ordinal);
        await first.DisposeAsync();

        await CreateDriver().DisposeAsync();
    }

    [Fact]
    public async Task Write_whose_staged_file_is_removed_fails()
    {
        await using var driver = CreateDriver();
        var (key, staging) = (StorageKey.Parse("a/object"), StorageKey.Parse("a/staged"));
        await driver.WriteAsync(key, Bytes("first"), staging, durable: false, default);
        using var stop = new CancellationTokenSource();
        var removing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.Delete(_directory["store/a/staged"]);
                await Task.Yield();
            }
        });

        for (var number = 0; number < 2_000; number++)
        {
            var content = Bytes($"{number}");
            try
            {
                await driver.WriteAsync(key, content, staging, durable: false, default);
            }
            catch (IOException)
            {
                continue;
            }

            Assert.Equal(content.ToArray(), await driver.ReadAsync(key, default));
        }

        await stop.CancelAsync();
        await removing;
    }

    [Fact]
    public async Task Files_and_directories_are_accessible_to_the_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are not supported");
        }

        await using var driver = CreateDriver();
        await WriteAsync(driver, StorageKey.Parse("a/b/c"), "x");
        await driver.AppendAsync(StorageKey.Parse("a/log"), Bytes("x"), durable: false, default);
        await (await driver.StageAsync(StorageKey.Parse("a/staged"), default)).DisposeAsync();

        foreach (var entry in new DirectoryInfo(_directory["store"]).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            Assert.Equal(entry is DirectoryInfo ? FileModes.Directory : FileModes.File, entry.UnixFileMode);
        }

        Assert.Equal(FileModes.Directory, new DirectoryInfo(_directory["store"]).UnixFileMode);
    }

    [Fact]
    public async Task Unused_reservation_does_not_change_the_length()
    {
        await using var driver = CreateDriver();
        await using (var staged = await driver.StageAsync(StorageKey.Parse("staged"), default))
        {
            staged.Reserve(10_000_000);
            await staged.AppendAsync(Bytes("x"), default);
            Assert.Equal(1, new FileInfo(_directory["store/staged"]).Length);
        }

        Assert.Equal(1, new FileInfo(_directory["store/staged"]).Length);
    }

    [Fact]
    public async Task Opened_content_has_a_file_handle()
    {
        await using var driver = CreateDriver();
        await WriteAsync(driver, StorageKey.Parse("a"), "text");
        await using var content = (await driver.OpenAsync(StorageKey.Parse("a"), default))!;

        Assert.Equal(4, RandomAccess.GetLength(content.File!));
    }
}
