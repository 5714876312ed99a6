using System.CommandLine;
using Zot.Server.Serving;

namespace Zot.Server;

/// <summary><c>zot serve [config]</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var config = ConfigArgument.Create();
        var serve = new Command("serve", "Serve until SIGTERM or SIGINT. SIGHUP reads the configuration again.")
        {
            config,
            new Option<bool>("--force-reparse")
            {
                Description = "Accepted for the sake of zot's scripts. What is stored is never parsed before serving.",
            },
        };
        serve.SetAction(parsed => RegistryServer.RunAsync(parsed.GetValue(config), parsed.InvocationConfiguration.Error));
        return serve;
    }
}
