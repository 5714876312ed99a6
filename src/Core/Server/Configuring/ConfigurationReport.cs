using Zot.Auth.AccessControl;
using Zot.Client.Commands;
using Zot.Configuration;
using Zot.Configuration.Loading;
using Zot.Logging;

namespace Zot.Server.Configuring;

/// <summary>Reads the configuration of a command and reports its errors.</summary>
internal static partial class ConfigurationReport
{
    /// <summary>Returns the configuration source that all commands use.</summary>
    public static ConfigurationSource Source() => new()
    {
        Environment = ConfigurationSource.ProcessEnvironment(),
        Features = BuildFeatures.All,
        LeftOut = BuildFeatures.LeftOut,
        Rules = [CheckAccessControl],
    };

    /// <summary>Loads the configuration from a file; without one, the built-in configuration.</summary>
    public static ConfigurationResult Load(string? path, ConfigurationSource source) =>
        path is null ? ConfigurationFile.LoadDefault(source) : ConfigurationFile.Load(path, source);

    /// <summary>Rejects an invalid configuration.</summary>
    /// <exception cref="CommandException">The configuration is invalid; lists all errors with their keys.</exception>
    public static void RequireValid(ConfigurationResult configuration)
    {
        if (!configuration.IsValid)
        {
            Reject([.. configuration.Errors.Select(static error => error.ToString())]);
        }
    }

    /// <summary>Rejects a configuration that cannot be served, or not as securely as configured.</summary>
    /// <exception cref="CommandException">
    /// The configuration is invalid, or requires a feature that this build does not have.
    /// </exception>
    public static void RequireServable(ConfigurationResult configuration)
    {
        RequireValid(configuration);
        if (!configuration.IsServable)
        {
            Reject(
            [
                .. configuration.MissingGuards.Select(static missing =>
                    $"{missing.Key} is configured, but {missing} is not in this version: "
                        + "without it, the registry would be unprotected"),
                .. configuration.MissingFoundations.Select(static missing =>
                    $"{missing.Key} is configured, but {missing} is not in this version: "
                        + "without it, content would be stored elsewhere"),
            ]);
        }
    }

    /// <summary>Logs the warnings of a valid configuration.</summary>
    public static void Warn(ConfigurationResult configuration, ILogger logger)
    {
        foreach (var warning in configuration.Warnings)
        {
            LogWarning(logger, warning.Key, warning.Message);
        }
    }

    private static IReadOnlyList<ConfigurationError> CheckAccessControl(ZotOptions options)
    {
        if (options.Http.AccessControl is not { } accessControl)
        {
            return [];
        }

        AccessRules.Compile(accessControl, out var errors);
        return errors;
    }

    private static void Reject(IReadOnlyList<string> reasons)
    {
        using var log = ServerLog.Open(new LogOptions(), forPeople: false);
        if (!ServerLog.IsRead)
        {
            LogInvalid(log.Loggers.CreateLogger("zot"), reasons);
        }

        throw new CommandException(reasons);
    }

    [LoggerMessage(1101, LogLevel.Warning, "configuration warning: {Key} {Problem}")]
    private static partial void LogWarning(ILogger logger, string key, string problem);

    [LoggerMessage(1102, LogLevel.Error, "invalid config file: {Faults}")]
    private static partial void LogInvalid(ILogger logger, IReadOnlyList<string> faults);
}
