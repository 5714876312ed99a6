using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Zot.Configuration;
using Zot.Logging;

namespace Zot.Zli.Commands;

/// <summary><c>zli --version</c>: prints the version as a log entry, like <c>zot --version</c>.</summary>
internal static class VersionOption
{
    /// <summary>Creates the option.</summary>
    public static Option Create() => new Option<bool>("--version", "-v")
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
            var logger = log.Loggers.CreateLogger("zli");
            if (logger.IsEnabled(LogLevel.Information))
            {
                logger.Log(
                    LogLevel.Information, new EventId(1990, "Version"), Fields(), null, static (_, _) => Message);
            }

            return 0;
        }

        // These names, which scripts rely on, are not valid in a message template.
        private static Dictionary<string, object?> Fields()
        {
            var version = typeof(VersionOption).Assembly
                .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
            return new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["distribution-spec"] = ZotOptions.SupportedDistSpecVersion,
                ["commit"] = version?.Split('+', 2) is [_, var commit] ? commit : "unknown",
                ["binary-type"] = "zli",
                ["go version"] = RuntimeInformation.FrameworkDescription,
                ["{OriginalFormat}"] = Message,
            };
        }
    }
}
