using Zot.Auth.AccessControl;
using Zot.Configuration;
using Zot.Server.Logging;

namespace Zot.Server.Configuring;

/// <summary>Reads the configuration of a command, and tells what is wrong with it.</summary>
internal static partial class ConfigurationReport
{
    /// <summary>What every command reads its configuration with.</summary>
    public static ConfigurationSource Source() => new()
    {
        Environment = ConfigurationSource.ProcessEnvironment(),
        Features = BuildFeatures.All,
        LeftOut = BuildFeatures.LeftOut,
        Rules = [CheckAccessControl],
    };

    /// <summary>The configuration in a file; without one, the built-in one.</summary>
    public static ConfigurationResult Load(string? path, ConfigurationSource source) =>
        path is null ? ConfigurationFile.LoadDefault(source) : ConfigurationFile.Load(path, source);

    /// <summary>Refuses a configuration that is not sound.</summary>
    /// <exception cref="CommandException">It has faults: all of them, each with its key.</exception>
    public static void RequireValid(ConfigurationResult configuration)
    {
        if (!configuration.IsValid)
        {
            Refuse([.. configuration.Errors.Select(static error => error.ToString())]);
        }
    }

    /// <summary>Refuses a configuration that cannot be served, or not as safely as it asks for.</summary>
    /// <exception cref="CommandException">It has faults, or needs what this build does not have.</exception>
    public static void RequireServable(ConfigurationResult configuration)
    {
        RequireValid(configuration);
        if (!configuration.IsServable)
        {
            Refuse(
            [
                .. configuration.MissingGuards.Select(static missing =>
                    $"{missing.Key} is configured, but {missing} is not in this version: without it, the registry would be open"),
                .. configuration.MissingFoundations.Select(static missing =>
                    $"{missing.Key} is configured, but {missing} is not in this version: without it, content would lie elsewhere"),
            ]);
        }
    }

    /// <summary>Logs what the operator should know of a configuration that works.</summary>
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

    private static void Refuse(IReadOnlyList<string> reasons)
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
