using Xunit;
using Zot.Core.Tests.Storage.Migration;
using Zot.Server.Commands;
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
    public async Task Unknown_source_registry_is_rejected()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "harbor", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.Contains("'harbor'", error, StringComparison.Ordinal);
        Assert.Contains("distribution", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_with_another_layout_is_rejected()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _folder.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.StartsWith($"Error: '{_folder.Path}' is not a storage directory of the distribution registry", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["to"]));
    }

    [Fact]
    public async Task Source_as_target_is_rejected()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _source.Path);

        Assert.Equal(1, status);
        Assert.Contains("is both source and target", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_in_use_is_rejected()
    {
        await using var running = Zot.Storage.Drivers.FileSystem.FileSystemDriver.Open(_folder["to"], TimeProvider.System);

        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.StartsWith("Error: server is running: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_configuration_file_is_not_created_as_a_directory()
    {
        var (status, _, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["config.json"]);

        Assert.Equal(1, status);
        Assert.Contains("config.json", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["config.json"]));
    }

    [Fact]
    public async Task Error_is_reported_after_the_other_images_are_migrated()
    {
        _source.AddImage("app", "one", "v1");
        _source.AddImage("app", "two", "v2");
        File.Delete(_source.FileOf(Some.Digest("two")));

        var (status, output, error) = await RunAsync("migrate", "--from", "distribution", _source.Path, _folder["to"]);

        Assert.Equal(1, status);
        Assert.Equal($"Error: app:v2: the blob {Some.Digest("two")} is missing\n", error);
        Assert.Equal(
            "app: 1 manifests, 1 tags, 2 blobs, 5 bytes; 1 errors\nmigrated 1 manifests, 1 tags and 2 blobs: 5 bytes, 0 of them copied; 0 manifests already existed\n",
            output);
    }

    [Fact]
    public async Task Dry_run_creates_no_directory()
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
