using System.Text;
using Zot.Client.Commands;

namespace Zot.Zli.Output;

/// <summary>
/// A table without borders: cells are padded to the width of their column and separated by one space.
/// </summary>
/// <param name="widths">The minimum width of each column; it grows with the longest cell.</param>
internal sealed class FixedTable(params int[] widths)
{
    private const string Ellipsis = "...";

    private readonly int[] _widths = [.. widths];
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row. Control characters of cells, which could move the cursor, are replaced.</summary>
    /// <param name="cells">The cells; those at the end may be missing.</param>
    public void Add(params string[] cells)
    {
        string[] row = [.. cells.Select(static cell => TextTable.Clean(cell))];
        for (var column = 0; column < row.Length; column++)
        {
            _widths[column] = Math.Max(_widths[column], row[column].Length);
        }

        _rows.Add(row);
    }

    /// <summary>Cuts a text that is longer than a column, and marks the cut.</summary>
    public static string Cut(string text, int width)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= width ? trimmed : trimmed[..(width - Ellipsis.Length)] + Ellipsis;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var row in _rows)
        {
            text.Append(string.Join(' ', row.Select((cell, column) => cell.PadRight(_widths[column]))).TrimEnd())
                .Append('\n');
        }

        return text.ToString();
    }
}
