using System.CommandLine;

namespace Zot.Server;

/// <summary>The argument that most commands take.</summary>
internal static class ConfigArgument
{
    public static Argument<string?> Create()
    {
        var config = new Argument<string?>("config")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "The configuration file, JSON or YAML. Without it, the built-in configuration is used.",
        };
        config.Validators.Add(static result =>
        {
            // A mistyped option is no file.
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
            {
                result.AddError($"Unrecognized command or argument '{option}'.");
            }
        });
        return config;
    }
}
