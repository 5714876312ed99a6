using System.CommandLine;
using Zot.Configuration;
using Zot.Logging;
using Zot.Server.Configuring;

namespace Zot.Server.Commands;

/// <summary><c>zot verify [config]</c>: reports all errors in a configuration, without side effects.</summary>
internal static partial class VerifyCommand
{
    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var verify = new Command("verify", "Check a configuration file and report all errors.") { config };
        verify.SetAction(parsed => Verify(parsed.GetValue(config)));
        return verify;
    }

    private static void Verify(string? path)
    {
        var configuration = ConfigurationReport.Load(path, ConfigurationReport.Source());
        using var log = ServerLog.Open(new LogOptions(), ServerLog.IsRead);
        var logger = log.Loggers.CreateLogger("zot");
        ConfigurationReport.Warn(configuration, logger);
        ConfigurationReport.RequireValid(configuration);
        LogValid(logger, path);
    }

    [LoggerMessage(1103, LogLevel.Information, "config file is valid: {Path}")]
    private static partial void LogValid(ILogger logger, string? path);
}
