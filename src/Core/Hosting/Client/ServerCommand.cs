using System.Text;

namespace Zot.Hosting;

/// <summary>What the commands have in common that speak to a registry which is running.</summary>
public static class ServerCommand
{
    /// <summary>How such a command is carried out: with the registry that its options name.</summary>
    /// <param name="wanted">What it asks for.</param>
    /// <param name="run">Asks, and writes the answer.</param>
    public static Func<CommandCall, Task> With(WantedRoute wanted, Func<CommandCall, RunningRegistry, Task> run) => async call =>
    {
        using var registry = await RunningRegistry.OpenAsync(call, wanted);
        try
        {
            await run(call, registry);
        }
        catch (NoAnswerException cause)
        {
            throw new CommandRefusedException(cause.Message, cause);
        }
    };

    /// <summary>Writes an answer as it came.</summary>
    public static Task WriteJsonAsync(CommandCall call, RegistryAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(answer);
        return call.Output.WriteLineAsync(Encoding.UTF8.GetString(answer.Body));
    }
}
