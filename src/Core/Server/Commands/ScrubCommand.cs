using System.CommandLine;
using Zot.Server.Configuring;
using Zot.Storage.Scrub;

namespace Zot.Server;

/// <summary><c>zot scrub [config]</c>: compares all content with its digests, while no server is running.</summary>
internal static class ScrubCommand
{
    private const int Affected = 1;

    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var repair = new Option<bool>("--repair")
        {
            Description = "Repair damaged blobs from sound ones of other repositories; move those that have none to the quarantine.",
        };
        var fail = new Option<bool>("--fail") { Description = "End with the exit status 1 when anything is affected, and not repaired." };
        var scrub = new Command("scrub", "Compare all stored content with its digests. The server must not be running.") { config, repair, fail };
        scrub.SetAction(async (parsed, cancellationToken) =>
            await ScrubAsync(parsed.GetValue(config), parsed.GetValue(repair), parsed.InvocationConfiguration.Output, cancellationToken)
            && parsed.GetValue(fail)
                ? Affected
                : 0);
        return scrub;
    }

    private static async Task<bool> ScrubAsync(string? path, bool repairs, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var isAffected = false;
        await Offline.RunAsync(
            configuration.Options.Http,
            async () => isAffected = await ScrubTable.WriteAsync(
                OfflineScrub.RunAsync(configuration.Options.Storage, repairs, TimeProvider.System, cancellationToken), output, cancellationToken),
            cancellationToken);
        return isAffected;
    }
}
