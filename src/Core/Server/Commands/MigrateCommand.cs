using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Client.Commands;
using Zot.Configuration.Http;
using Zot.Configuration.Storage;
using Zot.Migration.Distribution;
using Zot.Server.Configuring;
using Zot.Storage.Content;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot migrate --from distribution &lt;dir&gt; &lt;config-or-target&gt;</c>: imports the images of another registry.
/// </summary>
internal static class MigrateCommand
{
    private const string Distribution = "distribution";

    private static readonly string[] ConfigurationFiles = [".json", ".yaml", ".yml"];

    public static Command Create()
    {
        var from = new Option<string>("--from")
        {
            Required = true,
            HelpName = Distribution,
            Description = "The registry that wrote the directory.",
        };
        from.AcceptOnlyFromAmong(Distribution);
        var source = new Argument<string>("directory")
        {
            Description = "Its storage directory, which contains docker/registry/v2. It is not modified.",
        };
        var target = new Argument<string>("config-or-target")
        {
            Description = "The configuration file of this registry, or its storage directory.",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Print what would be migrated and its size in bytes. Blobs are not read.",
        };
        var copy = new Option<bool>("--copy")
        {
            Description = "Copy blobs even if both directories can share the files through hard links.",
        };
        var moveTags = new Option<bool>("--move-tags")
        {
            Description = "Move tags that already exist in the target to the images they name in the source.",
        };
        var migrate = new Command("migrate", "Import the images of another registry. Neither server may be running.")
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
        string source,
        string target,
        MigrationOptions options,
        InvocationConfiguration console,
        CancellationToken cancellationToken)
    {
        var migration = DistributionMigration.Open(source)
            ?? throw new CommandException($"'{source}' is not a storage directory of the {Distribution} registry: "
                + "docker/registry/v2 with blobs and repositories is missing");
        var (http, storage) = TargetOf(target);
        if (Path.GetFullPath(source) == Path.GetFullPath(storage.RootDirectory!))
        {
            throw new CommandException(
                $"'{source}' is both source and target: specify a separate directory for the migrated content");
        }

        MigratedRepository sum = new("");
        await Offline.RunAsync(
            http,
            async () => sum = await MigrateAsync(migration, storage, options, console, cancellationToken),
            cancellationToken);
        await WriteSumAsync(sum, options, console.Output);
        if (sum.Faults.Count > 0)
        {
            throw new CommandException(sum.Faults);
        }
    }

    private static async Task<MigratedRepository> MigrateAsync(
        DistributionMigration migration,
        StorageOptions storage,
        MigrationOptions options,
        InvocationConfiguration console,
        CancellationToken cancellationToken)
    {
        // A dry run must not create the directory.
        await using var content = options.IsDryRun && !Directory.Exists(storage.RootDirectory)
            ? null
            : await ContentStore.OpenAsync(storage, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
        if (options.IsDryRun || Console.IsErrorRedirected)
        {
            var lines = migration.RunAsync(content, options, static _ => { }, cancellationToken);
            return await MigrationLines.WriteAsync(lines, console.Output);
        }

        var plan = await MigrationLines.WriteAsync(
            migration.RunAsync(content, options with { IsDryRun = true }, static _ => { }, cancellationToken),
            TextWriter.Null);
        var bar = new MigrationBar(console.Error, plan.Bytes, TimeProvider.System);
        return await MigrationLines.WriteAsync(
            bar.FollowAsync(migration.RunAsync(content, options, bar.Advance, cancellationToken), cancellationToken),
            TextWriter.Null);
    }

    private static async Task WriteSumAsync(MigratedRepository sum, MigrationOptions options, TextWriter output)
    {
        var (done, how) = options.IsDryRun
            ? ("would migrate", "")
            : ("migrated", string.Create(CultureInfo.InvariantCulture, $", {sum.Copied} of them copied"));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{done} {sum.Manifests} manifests, {sum.Tags} tags and {sum.Blobs} blobs: {sum.Bytes} "
                + $"bytes{how}; {sum.Unchanged} manifests already existed"));
        if (sum.DockerManifests > 0)
        {
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{sum.DockerManifests} manifests use Docker's schema 2; "
                    + $"to accept pushes of this format, set \"compat\": [\"docker2s2\"] in the http section"));
        }
    }

    private static (HttpOptions Http, StorageOptions Storage) TargetOf(string target)
    {
        if (!File.Exists(target)
            && !ConfigurationFiles.Contains(Path.GetExtension(target), StringComparer.OrdinalIgnoreCase))
        {
            // Without a configuration there is no port to probe: only the lock shows whether a server is running.
            return (new HttpOptions { Port = 0 }, new StorageOptions { RootDirectory = target });
        }

        var configuration = ConfigurationReport.Load(target, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        return (configuration.Options.Http, configuration.Options.Storage);
    }
}
