using System.CommandLine;
using System.CommandLine.Invocation;
using Zot.Configuration;
using Zot.Logging;

namespace Zot.Server.Commands;

/// <summary>
/// <c>zot version</c> prints the version for users; <c>zot --version</c> prints it as a log entry for zot's tools.
/// </summary>
internal static class VersionCommand
{
    public static Command Create()
    {
        var version = new Command("version", "Print the version, build type, commit, spec version and runtime.");
        version.SetAction(static parsed => parsed.InvocationConfiguration.Output.WriteLine(
            $"zot {ThisBuild.Info.ReleaseTag} ({ThisBuild.Info.BinaryType.TrimStart('-')}), "
                + $"commit {ThisBuild.Info.Commit}, "
            + $"distribution-spec {ZotOptions.SupportedDistSpecVersion}, {ThisBuild.Info.Runtime}"));
        return version;
    }

    public static Option CreateOption() => new Option<bool>("--version", "-v")
    {
        Description = "Print the version as a log entry.",
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
                logger.Log(
                    LogLevel.Information, new EventId(1000, "Version"), Fields(), null, static (_, _) => Message);
            }

            return 0;
        }

        // These names, which scripts rely on, are not valid in a message template.
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
