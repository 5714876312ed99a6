namespace Zot.Client.Commands;

/// <summary>A text table: columns as wide as their widest cell, separated by two spaces.</summary>
public static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes the heading and rows.</summary>
    public static async Task WriteAsync(TextWriter output, string[] heading, IEnumerable<string[]> rows)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(heading);
        List<string[]> all = [heading, .. rows.Select(static row => row.Select(Clean).ToArray())];
        int[] widths = [.. Enumerable.Range(0, heading.Length).Select(column => all.Max(row => row[column].Length))];
        foreach (var row in all)
        {
            await output.WriteLineAsync(
                string.Join(Gap, row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Replaces control characters, which could move the cursor: some text comes from receivers.</summary>
    public static string Clean(string text) =>
        text.Any(char.IsControl)
            ? string.Concat(text.Select(static letter => char.IsControl(letter) ? ' ' : letter))
            : text;
}
