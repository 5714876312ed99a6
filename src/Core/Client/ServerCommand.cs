using System.Text;
using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>Shared code of commands that send requests to a running registry.</summary>
public static class ServerCommand
{
    /// <summary>
    /// Creates the action of such a command, with a client for the registry that the options specify.
    /// </summary>
    /// <param name="wanted">The route that is requested.</param>
    /// <param name="run">Sends the request and writes the result.</param>
    public static Func<CommandCall, Task> With(RequestedRoute wanted, Func<CommandCall, RunningRegistry, Task> run) =>
        async call =>
        {
            using var registry = await RunningRegistry.OpenAsync(call, wanted);
            try
            {
                await run(call, registry);
            }
            catch (RegistryUnavailableException cause)
            {
                throw new CommandException(cause.Message, cause);
            }
        };

    /// <summary>Writes a response unchanged.</summary>
    public static Task WriteJsonAsync(CommandCall call, RegistryAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answer);
        return call.Output.WriteLineAsync(Encoding.UTF8.GetString(answer.Body));
    }
}
