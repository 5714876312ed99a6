using System.CommandLine;
using System.Globalization;
using Zot.Metadata.Sqlite;
using Zot.Server.Configuring;
using Zot.Storage.Backup;
using Zot.Storage.Drivers.FileSystem;

namespace Zot.Server;

/// <summary><c>zot backup &lt;config&gt; &lt;directory&gt;</c>: copies all images, while the server runs or not.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var config = new Argument<string>("config") { Description = "The configuration file of the registry." };
        var directory = new Argument<string>("directory") { Description = "Where to: a new directory, or an earlier backup, which is brought up to date." };
        var previous = new Option<string?>("--previous") { HelpName = "directory", Description = "An earlier backup: what it has is shared by hard links." };
        var backup = new Command("backup", "Copy all images to a directory that can be served itself. The server may be running.") { config, directory, previous };
        backup.SetAction((parsed, cancellationToken) => BackUpAsync(
            parsed.GetValue(config)!, parsed.GetValue(directory)!, parsed.GetValue(previous), parsed.InvocationConfiguration.Output, cancellationToken));
        return backup;
    }

    private static async Task BackUpAsync(string config, string directory, string? previous, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(config, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var storage = configuration.Options.Storage;
        string[] sources = [.. storage.SubPaths.Values.Prepend(storage).Select(static store => store.RootDirectory!).Distinct(StringComparer.Ordinal)];
        Check(sources, directory, previous);
        try
        {
            var repositories = StorageBackup.RunAsync(storage, directory, previous, TimeProvider.System, cancellationToken);
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
            throw new CommandException($"the backup has failed: {cause.Message}", cause);
        }
    }

    private static void Check(string[] sources, string directory, string? previous)
    {
        if (sources.FirstOrDefault(static source => !Directory.Exists(source)) is { } absent)
        {
            throw new CommandException($"there is no storage directory '{absent}'");
        }

        if (sources.FirstOrDefault(source => IsWithin(source, directory) || IsWithin(directory, source)) is { } near)
        {
            throw new CommandException($"'{directory}' cannot hold a backup of '{near}': one is within the other");
        }

        if (previous is not null && !Directory.Exists(previous))
        {
            throw new CommandException($"there is no earlier backup '{previous}'");
        }
    }

    private static bool IsWithin(string outer, string inner) =>
        $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(inner))}/".StartsWith(
            $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(outer))}/", StringComparison.Ordinal);

    private static async Task<List<string>> WriteAsync(IAsyncEnumerable<BackedUpRepository> repositories, TextWriter output)
    {
        var (count, manifests, blobs, bytes) = (0, 0, 0, 0L);
        List<string> faults = [];
        await foreach (var repository in repositories)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{repository.Name}: {repository.Manifests} manifests, {repository.Blobs} new blobs, {repository.Copied} bytes copied{(repository.Faults.Count > 0 ? $"; {repository.Faults.Count} faults" : "")}"));
            count++;
            manifests += repository.Manifests;
            blobs += repository.Blobs;
            bytes += repository.Copied;
            faults.AddRange(repository.Faults);
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"backed up {count} repositories with {manifests} manifests: {blobs} new blobs, {bytes} bytes copied"));
        return faults;
    }
}
