using System.CommandLine;
using Zot.Server.Serving;

namespace Zot.Server.Commands;

/// <summary><c>zot serve [config]</c>: runs the server.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var serve = new Command("serve", "Run the server until SIGTERM or SIGINT. SIGHUP reloads the configuration.")
        {
            config,
            new Option<bool>("--force-reparse")
            {
                Description = "Accepted for compatibility with zot; has no effect.",
            },
        };
        serve.SetAction(
            parsed => RegistryServer.RunAsync(parsed.GetValue(config), parsed.InvocationConfiguration.Error));
        return serve;
    }
}
