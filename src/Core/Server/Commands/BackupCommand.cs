using System.CommandLine;
using System.Globalization;
using Zot.Client.Commands;
using Zot.Metadata.Sqlite;
using Zot.Server.Configuring;
using Zot.Storage.Backup;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot backup &lt;config&gt; &lt;directory&gt;</c>: copies all images, even while the server is running.
/// </summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var config = new Argument<string>("config") { Description = "The configuration file of the registry." };
        var directory = new Argument<string>("directory")
        {
            Description = "The target: a new directory, or an existing backup to update.",
        };
        var previous = new Option<string?>("--previous")
        {
            HelpName = "directory",
            Description = "An earlier backup with which to share unchanged content through hard links.",
        };
        var backup =
            new Command("backup", "Copy all images to a directory that can itself be served. "
                + "The server may be running.") { config, directory, previous };
        backup.SetAction((parsed, cancellationToken) => BackUpAsync(
            parsed.GetValue(config)!, parsed.GetValue(directory)!,
            parsed.GetValue(previous), parsed.InvocationConfiguration.Output, cancellationToken));
        return backup;
    }

    private static async Task BackUpAsync(
        string config, string directory, string? previous, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(config, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var storage = configuration.Options.Storage;
        string[] sources = [.. storage.SubPaths.Values.Prepend(storage)
            .Select(static store => store.RootDirectory!)
            .Distinct(StringComparer.Ordinal)];
        Check(sources, directory, previous);
        try
        {
            var repositories =
                StorageBackup.RunAsync(storage, directory, previous, TimeProvider.System, cancellationToken);
            var faults = await WriteAsync(repositories, output);
            foreach (var (path, fault) in sources.SelectMany(source => SqliteCopy.CopyAll(source, directory)))
            {
                await output.WriteLineAsync(path);
                if (fault is not null)
                {
                    faults.Add(fault);
                }
            }

            if (faults.Count > 0)
            {
                throw new CommandException(faults);
            }
        }
        catch (StorageInUseException cause)
        {
            throw new CommandException(cause.Message, cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"backup failed: {cause.Message}", cause);
        }
    }

    private static void Check(string[] sources, string directory, string? previous)
    {
        if (sources.FirstOrDefault(static source => !Directory.Exists(source)) is { } absent)
        {
            throw new CommandException($"storage directory '{absent}' does not exist");
        }

        if (sources.FirstOrDefault(source => IsWithin(source, directory) || IsWithin(directory, source)) is { } near)
        {
            throw new CommandException($"'{directory}' cannot hold a backup of '{near}': one contains the other");
        }

        if (previous is not null && !Directory.Exists(previous))
        {
            throw new CommandException($"previous backup '{previous}' does not exist");
        }
    }

    private static bool IsWithin(string outer, string inner) =>
        $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(inner))}/".StartsWith(
            $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(outer))}/", StringComparison.Ordinal);

    private static async Task<List<string>> WriteAsync(
        IAsyncEnumerable<BackedUpRepository> repositories, TextWriter output)
    {
        var (count, manifests, blobs, bytes) = (0, 0, 0, 0L);
        List<string> faults = [];
        await foreach (var repository in repositories)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{repository.Name}: {repository.Manifests} manifests, {repository.Blobs} new "
                    + $"blobs, {repository.Copied} bytes "
                    + $"copied{(repository.Faults.Count > 0 ? $"; {repository.Faults.Count} errors" : "")}"));
            count++;
            manifests += repository.Manifests;
            blobs += repository.Blobs;
            bytes += repository.Copied;
            faults.AddRange(repository.Faults);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"backed up {count} repositories with {manifests} manifests: {blobs} new blobs, {bytes} bytes copied"));
        return faults;
    }
}
