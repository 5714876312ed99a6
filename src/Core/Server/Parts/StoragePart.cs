using Zot.Hosting;
using Zot.Metadata;
using Zot.Metering;
using Zot.Server.Serving;
using Zot.Storage.Content;

namespace Zot.Server.Parts;

/// <summary>The content on disk, and its garbage collection.</summary>
internal sealed class StoragePart : IZotPart
{
    public string Name => "storage";

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton<RepositoryGlobs>();
        zot.Services.AddSingleton(static services => services.GetRequiredService<ContentStore>().Sizes);
        zot.Services.AddSingleton(static services => services.GetRequiredService<ContentStore>().Scrub);
        zot.Services.AddSingleton(static services => services.GetRequiredService<ContentStore>().Feed);
        zot.AddJobs(static services => services.GetRequiredService<ContentStore>().CollectionJobs(
            services.GetRequiredService<RepositoryGlobs>().Matches,
            services.GetService<IMetadataIndex>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ZotMeter>()));
    }
}
