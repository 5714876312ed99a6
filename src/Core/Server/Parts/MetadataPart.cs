using Zot.Client.Commands;
using Zot.Hosting;
using Zot.Metadata;
using Zot.Metadata.Sqlite;
using Zot.Metering;
using Zot.Migration.Zot;
using Zot.Registry;
using Zot.Server.Status;
using Zot.Storage.Content;

namespace Zot.Server.Parts;

/// <summary>The metadata index, if the configuration needs one or the storage directory has one.</summary>
internal sealed class MetadataPart : IZotPart
{
    public string Name => "metadata";

    public void Configure(ZotBuilder zot)
    {
        var root = zot.Options.Storage.RootDirectory!;

        // A read-only storage cannot record pulls: rules that depend on them then keep everything. Otherwise an
        // existing index is kept up to date, whatever is configured: with a gap in the recorded pulls, later retention
        // decisions would be wrong.
        if (!zot.IsStorageWritable
            || (!zot.Options.NeedsMetadata
                && !File.Exists(Path.Combine(root, SqliteMetadataStore.Path))
                && !ZotImport.Exists(root)))
        {
            return;
        }

        zot.Services.AddSingleton<IMetadataIndex>(services => Open(root, services));
        zot.Services.AddSingleton(static services => services.GetRequiredService<IMetadataIndex>().Queries);
        zot.AddJobs(static services =>
        {
            var content = services.GetRequiredService<ContentStore>();
            return [services.GetRequiredService<IMetadataIndex>().Follow(content.Feed, content.Registry)];
        });
    }

    private static MetadataIndex Open(string root, IServiceProvider services)
    {
        var loggers = services.GetRequiredService<ILoggerFactory>();
        try
        {
            var index = SqliteMetadataStore.OpenIndex(
                root, services.GetRequiredService<TimeProvider>(), loggers.CreateLogger<MetadataIndex>());
            new ZotImport(root, loggers.CreateLogger<ZotImport>()).TryImportStatistics(index);
            MetadataGauges.Observe(services.GetRequiredService<ZotMeter>().Meter, index);
            var statistics = new StatisticsSubscriber(index);
            services.GetRequiredService<IContentFeed>().Subscribe(statistics.Handle);
            services.GetRequiredService<PullFeed>().Subscribe(statistics.Handle);
            return index;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new CommandException(cause.Message, cause);
        }
    }
}
