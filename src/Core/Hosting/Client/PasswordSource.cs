using System.Text;

namespace Zot.Hosting;

/// <summary>Where a password comes from: never from the command line, which everybody on the machine can read.</summary>
public static class PasswordSource
{
    /// <summary>The password of whoever is asking.</summary>
    /// <exception cref="CommandRefusedException">There is none.</exception>
    public static async Task<string> ReadAsync(CommandCall call, string user)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Has(ServerParameters.PasswordStdin))
        {
            return await call.Input.ReadLineAsync(call.Stop) is { Length: > 0 } line
                ? line
                : throw new CommandRefusedException("standard input has no password");
        }

        if (Environment.GetEnvironmentVariable(ServerParameters.PasswordVariable) is { } password)
        {
            return password;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandRefusedException(
                $"the password of '{user}' is missing: put it into {ServerParameters.PasswordVariable}, or pipe it in with --password-stdin");
        }

        await call.Error.WriteAsync($"Password of {user}: ");
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
