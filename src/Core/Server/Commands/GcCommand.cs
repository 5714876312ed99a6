using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Server.Configuring;
using Zot.Server.Serving;
using Zot.Storage.Collection;
using Zot.Storage.Content;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot gc [config]</c>: removes unreferenced content while no server is running, or prints what would be removed.
/// </summary>
internal static class GcCommand
{
    private const int SomeFailed = 1;

    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be removed; remove nothing." };
        var gc = new Command("gc", "Remove unreferenced content. The server must not be running.") { config, dryRun };
        gc.SetAction(async (parsed, cancellationToken) =>
            await CollectAsync(
                parsed.GetValue(config),
                parsed.GetValue(dryRun),
                parsed.InvocationConfiguration.Output,
                cancellationToken)
                ? SomeFailed
                : 0);
        return gc;
    }

    private static async Task<bool> CollectAsync(
        string? path, bool isDryRun, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var haveSomeFailed = false;
        await Offline.RunAsync(
            configuration.Options.Http,
            async () =>
            {
                await using var content = await ContentStore.OpenAsync(
                    configuration.Options.Storage, NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
                await using var index = await OfflineIndex.OpenAsync(configuration.Options.Storage);
                haveSomeFailed = await WriteAsync(
                    content.CollectAsync(new RepositoryGlobs().Matches, index, isDryRun, cancellationToken),
                    isDryRun,
                    output);
            },
            cancellationToken);
        return haveSomeFailed;
    }

    private static async Task<bool> WriteAsync(
        IAsyncEnumerable<Collected> repositories, bool isDryRun, TextWriter output)
    {
        var (manifests, blobs, uploads, bytes, haveSomeFailed) = (0, 0, 0, 0L, false);
        await foreach (var collected in repositories)
        {
            foreach (var digest in collected.Blobs)
            {
                var what = collected.Manifests.Contains(digest) ? "manifest" : "blob";
                await output.WriteLineAsync($"{collected.Repository}@{digest} {what}");
            }

            if (collected.IsEmptied)
            {
                await output.WriteLineAsync($"{collected.Repository} repository");
            }

            if (collected.Fault is { } fault)
            {
                // A damaged manifest protects blobs only; manifests and uploads are collected.
                var kept = collected.HasFailed ? "nothing" : "no blobs";
                await output.WriteLineAsync($"{collected.Repository}: {kept} removed: {fault}");
            }

            haveSomeFailed |= collected.HasFailed;
            manifests += collected.Manifests.Count;
            blobs += collected.Blobs.Count;
            uploads += collected.Uploads;
            bytes += collected.Bytes;
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(isDryRun ? "would remove" : "removed")} {manifests} manifests, {blobs} blobs and {uploads} "
                + $"uploads: {bytes} bytes"));
        return haveSomeFailed;
    }
}
