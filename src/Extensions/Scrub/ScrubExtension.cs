#if EXT_SCRUB
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Hosting;
using Zot.Metering;
using Zot.Registry;

namespace Zot.Extensions.Scrub;

/// <summary>Scrubs the content for damage periodically in the background.</summary>
internal sealed class ScrubExtension : IZotExtension
{
    // Below the data directory, in a directory that cannot be a repository.
    private const string CheckpointPath = "_scrub/place.json";

    public string Name => "scrub";

    public bool IsCompiledIn => true;

    public IReadOnlyList<ExtensionCommand> Commands => [];

    public void Configure(ZotBuilder zot)
    {
        zot.Services.AddSingleton(static services => new ScrubMeter(services.GetRequiredService<ZotMeter>()));

        // The jobs check at run time whether scrubs are enabled: a reload may change it.
        zot.AddJobs(services =>
        [
            new ScrubJobs(
                services.GetRequiredService<IRegistry>(),
                services.GetRequiredService<IContentScrub>(),
                services.GetRequiredService<IOptionsMonitor<ZotOptions>>(),
                ScrubCheckpoint.Open(zot.Data.PathOf(CheckpointPath)),
                services.GetRequiredService<ScrubMeter>(),
                services.GetRequiredService<IEventRecorder>(),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<ScrubJobs>>()),
        ]);
    }
}
#endif
