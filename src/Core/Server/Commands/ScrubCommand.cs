using System.CommandLine;
using Zot.Server.Configuring;
using Zot.Storage.Scrub;

namespace Zot.Server;

/// <summary><c>zot scrub [config]</c>: compares all content with its digests, while no server is running.</summary>
internal static class ScrubCommand
{
    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var scrub = new Command("scrub", "Compare all stored content with its digests. The server must not be running.") { config };
        scrub.SetAction((parsed, cancellationToken) =>
            ScrubAsync(parsed.GetValue(config), parsed.InvocationConfiguration.Output, cancellationToken));
        return scrub;
    }

    private static async Task ScrubAsync(string? path, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var storage = configuration.Options.Storage;
        await Offline.RunAsync(
            configuration.Options.Http,
            () => ScrubTable.WriteAsync(OfflineScrub.RunAsync(storage, TimeProvider.System, cancellationToken), output, cancellationToken),
            cancellationToken);
    }
}
