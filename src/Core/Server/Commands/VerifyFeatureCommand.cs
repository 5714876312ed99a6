using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Go;
using Zot.Logging;
using Zot.Metadata;
using Zot.Server.Configuring;
using Zot.Server.Serving;
using Zot.Storage.Content;
using Zot.Storage.Retention;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot verify-feature retention [config]</c>: shows retention decisions while no server is running.
/// </summary>
/// <remarks>Nothing is ever removed, whatever <c>retention.dryRun</c> says: verification must not delete.</remarks>
internal static class VerifyFeatureCommand
{
    private static readonly string[] Heading =
    [
        "REPOSITORY", "TAG", "DIGEST", "DECISION", "PUSHED", "LAST PULLED", "REASON",
    ];

    public static Command Create() => new(
        "verify-feature",
        "Show what a feature would do with the stored content, without doing it.") { CreateRetention() };

    private static Command CreateRetention()
    {
        var config = ConfigArgument.Create();
        var logFile = new Option<string?>("--log-file", "-l")
        {
            Description = "Also write the decisions to this file, as log entries.",
        };
        var interval = new Option<string?>("--gc-interval", "-i")
        {
            Description = "Accepted for compatibility with zot; every repository is examined once.",
        };
        var timeout = new Option<string?>("--timeout", "-t")
        {
            Description = "Stop after this time, such as 30s or 5m. Default: no limit.",
        };
        var retention = new Command(
            "retention",
            "Show which tags and untagged manifests the retention policies keep. The server must not be running.")
        {
            config, logFile, interval, timeout,
        };
        retention.SetAction((parsed, cancellationToken) => VerifyAsync(
            parsed.GetValue(config),
            parsed.GetValue(logFile),
            Limit(parsed.GetValue(timeout)),
            parsed.InvocationConfiguration.Output,
            cancellationToken));
        return retention;
    }

    private static TimeSpan Limit(string? text) =>
        text is null ? TimeSpan.Zero
        : GoDuration.TryParse(text, out var limit) && limit >= TimeSpan.Zero ? limit
        : throw new CommandException($"--timeout is '{text}', but must be a duration such as 30s or 5m");

    private static async Task VerifyAsync(
        string? path, string? logFile, TimeSpan limit, TextWriter output, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        ConfigurationReport.RequireServable(configuration);
        var storage = configuration.Options.Storage;
        if (!storage.Gc && !storage.SubPaths.Values.Any(static store => store.Gc))
        {
            throw new CommandException("verify-feature retention requires GC to be enabled");
        }

        using var log = logFile is null ? null : ServerLog.Open(new LogOptions { Output = logFile }, ServerLog.IsRead);
        await Offline.RunAsync(
            configuration.Options.Http,
            async () =>
            {
                await using var content = await ContentStore.OpenAsync(
                    storage, log?.Loggers ?? NullLoggerFactory.Instance, TimeProvider.System, cancellationToken);
                await using var index = await OfflineIndex.OpenAsync(storage);
                var decisions = await DecideAsync(content, index, limit, cancellationToken);
                await TextTable.WriteAsync(output, Heading, decisions.Select(Row));
            },
            cancellationToken);
    }

    private static async Task<List<RetentionDecision>> DecideAsync(
        ContentStore content, MetadataIndex? index, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (limit > TimeSpan.Zero)
        {
            stop.CancelAfter(limit);
        }

        List<RetentionDecision> decisions = [];
        try
        {
            await foreach (var repository
                in content.CollectAsync(new RepositoryGlobs().Matches, index, isDryRun: true, stop.Token))
            {
                decisions.AddRange(repository.Decisions);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time limit is reached: the decisions so far are reported.
        }

        return decisions;
    }

    private static string[] Row(RetentionDecision decision) =>
    [
        decision.Repository.ToString(),
        decision.Tag ?? "",
        decision.Manifest.Digest.ToString(),
        decision.IsKept ? "keep" : "delete",
        Time(decision.Known?.Pushed),
        Time(decision.Known?.LastPulled),
        decision.Reason,
    ];

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
