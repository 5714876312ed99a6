using Microsoft.Extensions.Logging;

namespace Zot.Storage.Retention;

/// <summary>Logs each decision, with zot's messages; removals also go to the audit log.</summary>
/// <remarks>
/// Not source-generated, since generated methods require every field in the message, and no parameter can be named
/// <c>dry-run</c>.
/// </remarks>
internal sealed class RetentionLog(ILoggerFactory loggers)
{
    private const string Template = "{OriginalFormat}";
    private const string Tagged = "applied policy";
    private const string Untagged = "applied untagged policy";

    // The category that is written to the audit log only.
    private const string AuditCategory = "audit";

    private static readonly EventId Applied = new(4030, "AppliedPolicy");
    private static readonly EventId Deleted = new(4031, "Audit");

    private readonly ILogger _logger = loggers.CreateLogger<RetentionLog>();
    private readonly ILogger _audit = loggers.CreateLogger(AuditCategory);

    internal void Log(IEnumerable<RetentionDecision> decisions, bool isDryRun)
    {
        if (!_logger.IsEnabled(LogLevel.Information) && !_audit.IsEnabled(LogLevel.Information))
        {
            return;
        }

        foreach (var decision in decisions)
        {
            var text = decision.Tag is null ? Untagged : Tagged;
            List<KeyValuePair<string, object?>> fields =
            [
                new("module", "retention"),
                new("dry-run", isDryRun),
                new("repository", decision.Repository.ToString()),
                new("mediaType", decision.Manifest.MediaType),
                new("digest", decision.Manifest.Digest.ToString()),
                new(decision.Tag is null ? "reference" : "tag", decision.Tag ?? decision.Manifest.Digest.ToString()),
                new("lastPullTimestamp", decision.Known?.LastPulled),
                new("pushTimestamp", decision.Known?.Pushed),
                new("decision", decision.IsKept ? "keep" : "delete"),
                new("reason", decision.Reason),
                new(Template, text),
            ];
            Write(_logger, Applied, fields);
            if (!decision.IsKept && !isDryRun)
            {
                Write(_audit, Deleted, fields);
            }
        }
    }

    private static void Write(ILogger logger, EventId id, List<KeyValuePair<string, object?>> fields) =>
        logger.Log(LogLevel.Information, id, fields, exception: null, static (entry, _) => (string)entry[^1].Value!);
}
