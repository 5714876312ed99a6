using System.CommandLine;

namespace Zot.Server;

/// <summary>The argument that most commands take.</summary>
internal static class ConfigArgument
{
    public static Argument<string?> Create() => new("config")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The configuration file, JSON or YAML. Without it, the built-in configuration is used.",
    };
}
