using System.Text;
using Zot.Client.Commands;

namespace Zot.Client;

/// <summary>Reads passwords: never from the command line, which all users of the machine can see.</summary>
public static class PasswordSource
{
    /// <summary>Returns the password of a user.</summary>
    /// <exception cref="CommandException">The password is missing.</exception>
    public static async Task<string> ReadAsync(CommandCall call, string user)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Has(ServerParameters.PasswordStdin))
        {
            return await call.Input.ReadLineAsync(call.Stop) is { Length: > 0 } line
                ? line
                : throw new CommandException("no password on standard input");
        }

        if (Environment.GetEnvironmentVariable(ServerParameters.PasswordVariable) is { } password)
        {
            return password;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandException(
                $"the password of '{user}' is missing: set {ServerParameters.PasswordVariable}, or use "
                    + "--password-stdin");
        }

        await call.Error.WriteAsync($"Password for {user}: ");
        var typed = ReadUnseen();
        await call.Error.WriteLineAsync();
        return typed;
    }

    private static string ReadUnseen()
    {
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }
}
