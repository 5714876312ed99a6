namespace Zot.Client.Commands;

/// <summary>Turns the exceptions of a command into error messages and an exit status.</summary>
public static class CommandErrors
{
    /// <summary>The exit status of a command that failed.</summary>
    public const int Failed = 1;

    /// <summary>Runs a command.</summary>
    /// <param name="command">The command, which returns its exit status.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>The exit status; <see cref="Failed"/> after an exception.</returns>
    public static async Task<int> ReportAsync(Func<Task<int>> command, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return await command();
        }
        catch (CommandException refused)
        {
            await WriteAsync(error, refused.Reasons);
        }
        catch (RegistryUnavailableException cause)
        {
            await WriteAsync(error, [cause.Message]);
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(error, ["the command was interrupted"]);
        }
        catch (Exception fault)
        {
            // Data of unknown origin may cause any exception: report an error instead of dumping core.
            await WriteAsync(error, [$"the command failed unexpectedly: {fault.GetType().Name}: {fault.Message}"]);
        }

        return Failed;
    }

    /// <summary>Writes error messages, each in a line of its own.</summary>
    public static async Task WriteAsync(TextWriter error, IEnumerable<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(error);
        ArgumentNullException.ThrowIfNull(reasons);
        foreach (var reason in reasons)
        {
            await error.WriteLineAsync($"Error: {reason}");
        }
    }
}
