using System.Text.RegularExpressions;

namespace Zot.BlackBox.Documentation;

/// <summary>A command of a session and its output.</summary>
/// <param name="Command">The command.</param>
/// <param name="Answer">
/// The output lines, in order; numbers match any other number, and further lines are allowed.
/// </param>
internal sealed record Session(string Command, string Answer)
{
    private const string Prompt = "$ ";

    /// <summary>Returns the commands of a block, in order.</summary>
    public static IEnumerable<Session> Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < lines.Length;)
        {
            Assert.StartsWith(Prompt, lines[index], StringComparison.Ordinal);
            var answer = lines.Skip(index + 1).TakeWhile(static line => !line.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
            yield return new Session(lines[index][Prompt.Length..], $"(?ms){string.Join(".*", answer.Select(Pattern))}");
            index += 1 + answer.Count;
        }
    }

    private static string Pattern(string line) =>
        $"^{Regex.Replace(Regex.Escape(line), "[0-9]+", "[0-9]+", RegexOptions.None, Limits.Process)}$";
}
