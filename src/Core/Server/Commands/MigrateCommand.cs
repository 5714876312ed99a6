using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Configuration;
using Zot.Server.Configuring;
using Zot.Storage;
using Zot.Storage.Migration;

namespace Zot.Server;

/// <summary><c>zot migrate --from distribution &lt;dir&gt; &lt;config-or-target&gt;</c>: brings the images of another registry into our storage.</summary>
internal static class MigrateCommand
{
    private const string Distribution = "distribution";

    private static readonly string[] ConfigurationFiles = [".json", ".yaml", ".yml"];

    public static Command Create()
    {
        var from = new Option<string>("--from") { Required = true, HelpName = Distribution, Description = "The registry that has written the directory." };
        from.AcceptOnlyFromAmong(Distribution);
        var source = new Argument<string>("directory") { Description = "Its storage directory: the one that holds docker/registry/v2. It is only read." };
        var target = new Argument<string>("config-or-target") { Description = "Our configuration file, or the storage directory itself." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Tell what would be done and how many bytes it is. Blobs are looked at, and not read." };
        var copy = new Option<bool>("--copy") { Description = "Copy blobs even where both can share the files by hard links." };
        var moveTags = new Option<bool>("--move-tags") { Description = "Move tags that are in the target already to the images they name in the source." };
        var migrate = new Command("migrate", "Bring the images of another registry into the storage. Neither server may be running.")
        {
            from, source, target, dryRun, copy, moveTags,
        };
        migrate.SetAction((parsed, cancellationToken) => MigrateAsync(
            parsed.GetValue(source)!,
            parsed.GetValue(target)!,
            new MigrationOptions(parsed.GetValue(dryRun), parsed.GetValue(copy), parsed.GetValue(moveTags)),
            parsed.InvocationConfiguration,
            cancellationToken));
        return migrate;
    }

    private static async Task MigrateAsync(
        string source, string target, MigrationOptions options, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var migration = DistributionMigration.Open(source)
            ?? throw new CommandException($"'{source}' is no storage directory of the {Distribution} registry: it does not hold docker/registry/v2 with blobs and repositories");
        var (http, storage) = TargetOf(target);
        if (Path.GetFullPath(source) == Path.GetFullPath(storage.RootDirectory!))
        {
            throw new CommandException($"'{source}' cannot be the target as well: give the migrated content a directory of its own");
        }

        MigratedRepository sum = new("");
        await Offline.RunAsync(http, async () => sum = await MigrateAsync(migration, storage, options, console, cancellationToken), cancellationToken);
        await WriteSumAsync(sum, options, console.Output);
        if (sum.Faults.Count > 0)
        {
            throw new CommandException(sum.Faults);
        }
    }

    private static async Task<MigratedRepository> MigrateAsync(
        DistributionMigration migration, StorageOptions storage, MigrationOptions options, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        // A dry run must not make the directory.
        await using var content = options.IsDryRun && !Directory.Exists(storage.RootDirectory)
            ? null
            : await ContentStore.OpenAsync(storage, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
        if (options.IsDryRun || Console.IsErrorRedirected)
        {
            var lines = migration.RunAsync(content, options, static _ => { }, cancellationToken);
            return await MigrationLines.WriteAsync(lines, console.Output);
        }

        var plan = await MigrationLines.WriteAsync(
            migration.RunAsync(content, options with { IsDryRun = true }, static _ => { }, cancellationToken), TextWriter.Null);
        var bar = new MigrationBar(console.Error, plan.Bytes, TimeProvider.System);
        return await MigrationLines.WriteAsync(bar.FollowAsync(migration.RunAsync(content, options, bar.Advance, cancellationToken), cancellationToken), TextWriter.Null);
    }

    private static async Task WriteSumAsync(MigratedRepository sum, MigrationOptions options, TextWriter output)
    {
        var (done, how) = options.IsDryRun ? ("would migrate", "") : ("migrated", string.Create(CultureInfo.InvariantCulture, $", {sum.Copied} of them copied"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{done} {sum.Manifests} manifests, {sum.Tags} tags and {sum.Blobs} blobs: {sum.Bytes} bytes{how}; {sum.Unchanged} manifests were there already"));
        if (sum.DockerManifests > 0)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{sum.DockerManifests} manifests are of Docker's schema 2; for clients that push such ones, set \"compat\": [\"docker2s2\"] in the section http"));
        }
    }

    private static (HttpOptions Http, StorageOptions Storage) TargetOf(string target)
    {
        if (!File.Exists(target) && !ConfigurationFiles.Contains(Path.GetExtension(target), StringComparer.OrdinalIgnoreCase))
        {
            // Who runs on a directory without a configuration is known by its lock alone.
            return (new HttpOptions { Port = 0 }, new StorageOptions { RootDirectory = target });
        }

        var configuration = ConfigurationReport.Load(target, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        return (configuration.Options.Http, configuration.Options.Storage);
    }
}
