using Zot.Extensions;
using Zot.Hosting;
using Zot.Server.Commands;

namespace Zot.Testing.Serving;

/// <summary>
/// The command line of <c>zot</c>, with the extensions of the build, and others that no build contains.
/// </summary>
public static class ExtendedCommandLine
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit status, standard output and standard error.</returns>
    public static async Task<(int Status, string Output, string Error)> RunAsync(
        IZotExtension extension, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var status = await ZotCommand.RunAsync(arguments, output, error, [.. CompiledExtensions.All, extension]);
        return (status, output.ToString(), error.ToString());
    }
}
