#if EXT_SYNC
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Zot.Client.Commands;
using Zot.Extensions.Sync.Periodic;
using Zot.Extensions.Sync.Upstreams;

namespace Zot.Extensions.Sync.Command;

/// <summary><c>zot sync once</c>: copies everything that is configured for periodic copies, once.</summary>
internal static class SyncCommand
{
    private static readonly CommandParameter Configuration =
        new("config", "The configuration file.") { IsRequired = true };

    private static readonly CommandParameter DryRun =
        new("--dry-run", "Print what would be copied; copy nothing.") { IsFlag = true };

    public static ExtensionCommand Create() => new("sync", "Copy content of other registries.")
    {
        Commands =
        [
            new ExtensionCommand(
                "once", "Copy the configured content of all upstream registries once. The server must not be running.")
            {
                Arguments = [Configuration],
                Options = [DryRun],
                RunOffline = RunAsync,
            },
        ],
    };

    private static async Task RunAsync(CommandCall call, IServiceProvider services)
    {
        var upstreams = services.GetService<UpstreamSet>()
            ?? throw new CommandException("extensions.sync is not enabled, or the storage is not writable");
        var copies = services.GetRequiredService<RepositoryCopies>();
        foreach (var (name, reason) in upstreams.Broken)
        {
            await call.Error.WriteLineAsync($"{name}: skipped: {reason}");
        }

        var sum = new RepositoryResult(Failed: upstreams.Broken.Count);
        foreach (var upstream in upstreams.All.Where(static upstream => upstream.Options.Content.Count > 0))
        {
            sum = sum.Plus(await CopyAsync(call, upstream, copies));
        }

        var verb = call.Has(DryRun) ? "would copy" : "copied";
        await call.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{verb} {sum.Copied} tags; {sum.Current} up to date, {sum.Skipped} skipped, {sum.Failed} failed"));
        if (sum.Failed > 0)
        {
            throw new CommandException($"{sum.Failed} tags or registries failed");
        }
    }

    private static async Task<RepositoryResult> CopyAsync(CommandCall call, Upstream upstream, RepositoryCopies copies)
    {
        try
        {
            var sum = await CopyImagesAsync(call, upstream, copies);
            var sources = await RepositoryCopies.ListAsync(upstream, call.Stop);
            var progress = new CopyProgress(call.Error, upstream.Name, sources.Count);
            foreach (var source in sources)
            {
                sum = sum.Plus(await CopyAsync(call, source, copies, progress));
            }

            progress.End();
            return sum;
        }
        catch (Exception cause) when (!call.Stop.IsCancellationRequested)
        {
            // The next registry is copied, whatever is wrong with this one.
            await call.Error.WriteLineAsync($"{upstream.Name}: {cause.Message}");
            return new RepositoryResult(Failed: 1);
        }
    }

    private static async Task<RepositoryResult> CopyImagesAsync(
        CommandCall call, Upstream upstream, RepositoryCopies copies)
    {
        var sum = new RepositoryResult();
        foreach (var (source, digest) in upstream.Images)
        {
            try
            {
                sum = sum.With(await copies.CopyAsync(source, digest, call.Has(DryRun), call.Stop));
            }
            catch (Exception cause) when (!call.Stop.IsCancellationRequested)
            {
                // The next image is copied, whatever is wrong with this one.
                await call.Error.WriteLineAsync($"{source}@{digest}: {cause.Message}");
                sum = sum.With(TagResult.Failed);
            }
        }

        return sum;
    }

    private static async Task<RepositoryResult> CopyAsync(
        CommandCall call, SyncSource source, RepositoryCopies copies, CopyProgress progress)
    {
        RepositoryResult result;
        try
        {
            result = await copies.CopyAsync(source, call.Has(DryRun), call.Stop);
        }
        catch (Exception cause) when (!call.Stop.IsCancellationRequested)
        {
            // The next repository is copied, whatever is wrong with this one.
            await call.Error.WriteLineAsync($"{source}: {cause.Message}");
            result = new RepositoryResult(Failed: 1);
        }

        progress.Advance();
        if (result.Copied + result.Failed > 0)
        {
            var verb = call.Has(DryRun) ? "to copy" : "copied";
            await call.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{source} -> {source.Name.Local}: {result.Copied} {verb}, {result.Failed} failed"));
        }

        return result;
    }
}
#endif
