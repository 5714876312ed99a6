using System.CommandLine;
using System.CommandLine.Help;
using Zot.Client.Commands;

namespace Zot.Zli.Commands;

/// <summary>
/// A command with subcommands: it prints its help, or suggests subcommands in place of an unknown one.
/// </summary>
internal static class CommandGroup
{
    // The greatest number of edits between a word and a suggestion, as in zot.
    private const int MaxDistance = 2;

    /// <summary>Adds the action to a command that has its subcommands.</summary>
    /// <param name="group">The command.</param>
    /// <param name="explain">
    /// Returns the error for an unknown subcommand; <see langword="null"/> for the usual one.
    /// </param>
    public static void Complete(Command group, Func<string, string>? explain = null)
    {
        var words = new Argument<string[]>("command") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        group.Add(words);
        group.SetAction(parsed =>
        {
            if (parsed.GetValue(words) is not [var unknown, ..] all)
            {
                return new HelpAction().Invoke(parsed);
            }

            CheckFlags(all);
            var error = explain?.Invoke(unknown) ?? $"unknown cli subcommand '{unknown}' for '{group.Name}'";
            throw new CommandException(error + Suggest(group, unknown));
        });
    }

    /// <summary>Checks that no argument is an unknown option.</summary>
    /// <exception cref="CommandException">An argument is an option.</exception>
    public static void CheckFlags(IEnumerable<string> arguments)
    {
        if (arguments.FirstOrDefault(static argument => argument is ['-', _, ..]) is { } flag)
        {
            throw new CommandException($"unknown flag: {flag}");
        }
    }

    private static string Suggest(Command group, string word)
    {
        string[] similar = [.. group.Subcommands
            .Select(static command => command.Name)
            .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                || Distance(word, name) <= MaxDistance)
            .Order(StringComparer.Ordinal)];
        return similar.Length > 0 ? $"\n\nDid you mean this?\n\t{string.Join("\n\t", similar)}" : "";
    }

    // The Levenshtein distance, regardless of case. A long word is similar to none.
    private static int Distance(string word, string name)
    {
        if (Math.Abs(word.Length - name.Length) > MaxDistance)
        {
            return MaxDistance + 1;
        }

        int[] row = [.. Enumerable.Range(0, name.Length + 1)];
        foreach (var letter in word)
        {
            var diagonal = row[0]++;
            for (var i = 1; i < row.Length; i++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(letter) == char.ToLowerInvariant(name[i - 1]) ? 0 : 1);
                diagonal = row[i];
                row[i] = Math.Min(replaced, Math.Min(row[i], row[i - 1]) + 1);
            }
        }

        return row[^1];
    }
}
