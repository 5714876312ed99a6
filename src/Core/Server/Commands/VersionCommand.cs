using System.CommandLine;
using System.CommandLine.Invocation;
using Zot.Configuration;
using Zot.Server.Logging;

namespace Zot.Server;

/// <summary><c>zot version</c>, for people, and <c>zot --version</c>, as the line of a log that zot's tools read.</summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var version = new Command("version", "Print what was built, from what, and with which extensions.");
        version.SetAction(static parsed => parsed.InvocationConfiguration.Output.WriteLine(
            $"zot {ThisBuild.Info.ReleaseTag} ({ThisBuild.Info.BinaryType.TrimStart('-')}), commit {ThisBuild.Info.Commit}, "
            + $"distribution-spec {ZotOptions.SupportedDistSpecVersion}, {ThisBuild.Info.Runtime}"));
        return version;
    }

    public static Option CreateOption() => new Option<bool>("--version", "-v")
    {
        Description = "Print the version as a line of the log.",
        Action = new LogVersion(),
    };

    private sealed class LogVersion : SynchronousCommandLineAction
    {
        private const string Message = "version";

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            using var log = ServerLog.Open(new LogOptions(), forPeople: false);
            var logger = log.Loggers.CreateLogger("zot");
            if (logger.IsEnabled(LogLevel.Information))
            {
                logger.Log(LogLevel.Information, new EventId(1000, "Version"), Fields(), null, static (_, _) => Message);
            }

            return 0;
        }

        // A message template has no room for the names by which scripts know these fields.
        private static Dictionary<string, object?> Fields()
        {
            var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["distribution-spec"] = ZotOptions.SupportedDistSpecVersion,
                ["commit"] = ThisBuild.Info.Commit,
                ["binary-type"] = ThisBuild.Info.BinaryType,
                ["go version"] = ThisBuild.Info.Runtime,
            };
            foreach (var (name, which) in ThisBuild.Parts)
            {
                fields.Add(name, which);
            }

            fields.Add("{OriginalFormat}", Message);
            return fields;
        }
    }
}
