using System.CommandLine;
using Zot.Server.Configuring;
using Zot.Storage.Scrub;

namespace Zot.Server.Commands;

/// <summary><c>zot scrub [config]</c>: verifies all content against its digests while no server is running.</summary>
internal static class ScrubCommand
{
    private const int Affected = 1;

    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var repair = new Option<bool>("--repair")
        {
            Description =
                "Repair damaged blobs from intact copies in other repositories; quarantine those without one.",
        };
        var fail = new Option<bool>("--fail")
        {
            Description = "Exit with status 1 if any content is affected and not repaired.",
        };
        var scrub = new Command(
            "scrub",
            "Verify all stored content against its digests. The server must not be running.") { config, repair, fail };
        scrub.SetAction(async (parsed, cancellationToken) =>
            await ScrubAsync(
                parsed.GetValue(config),
                parsed.GetValue(repair),
                parsed.InvocationConfiguration.Output,
                cancellationToken)
            && parsed.GetValue(fail)
                ? Affected
                : 0);
        return scrub;
    }

    private static async Task<bool> ScrubAsync(
        string? path, bool repairs, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var isAffected = false;
        await Offline.RunAsync(
            configuration.Options.Http,
            async () => isAffected = await ScrubTable.WriteAsync(
                OfflineScrub.RunAsync(configuration.Options.Storage, repairs, TimeProvider.System, cancellationToken),
                output,
                cancellationToken),
            cancellationToken);
        return isAffected;
    }
}
