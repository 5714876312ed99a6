using Xunit;
using Zot.Server;
using Zot.Storage.Tests.Migration;
using Zot.Testing;

namespace Zot.Core.Tests.Server.Commands;

public sealed class MigrateCommandTests : IDisposable
{
    private readonly DistributionFolder _source = new();
    private readonly TemporaryDirectory _folder = new();

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task From_SomethingUnknown_IsRefused()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "harbor", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.Contains("'harbor'", error, StringComparison.Ordinal);
        Assert.Contains("distribution", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_OfAnotherLayout_IsRefused()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _folder.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.StartsWith($"Error: '{_folder.Path}' is no storage directory of the distribution registry", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["to"]));
    }

    [Fact]
    public async Task Target_ThatIsTheSource_IsRefused()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _source.Path);

        Assert.Equal(1, status);
        Assert.Contains("cannot be the target as well", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_InUse_IsRefused()
    {
        await using var running = Zot.Storage.Drivers.FileSystem.FileSystemDriver.Open(_folder["to"], TimeProvider.System);

        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.StartsWith("Error: server is running: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_ThatIsNotThere_IsNoNewDirectory()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["config.json"]);

        Assert.Equal(1, status);
        Assert.Contains("config.json", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["config.json"]));
    }

    [Fact]
    public async Task Fault_IsToldAfterAllElseIsDone()
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("app", "two", "v2");
        File.Delete(_source.FileOf(Some.Digest("two")));

        var (status, output, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.Equal($"Error: app:v2: the blob {Some.Digest("two")} is not there\n", error);
        Assert.Equal(
            "app: 1 manifests, 1 tags, 2 blobs, 5 bytes; 1 faults\nmigrated 1 manifests, 1 tags and 2 blobs: 5 bytes, 0 of them copied; 0 manifests were there already\n",
            output);
    }

    [Fact]
    public async Task DryRun_MakesNoDirectory()
    {
        _source.AddImage("app", "one", "v1");

        var (status, output, _) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["to"], "--dry-run");

        Assert.Equal(0, status);
        Assert.Contains("would migrate 1 manifests, 1 tags and 2 blobs: 5 bytes; 0 manifests", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["to"]));
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var status = await ZotCommand.RunAsync(arguments, output, error);
        return (status, output.ToString(), error.ToString());
    }
}
