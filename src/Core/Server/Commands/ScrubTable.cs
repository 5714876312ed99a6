using Zot.Registry;

namespace Zot.Server.Commands;

/// <summary>
/// Writes the table of <c>zot scrub</c>: columns as wide as their longest cell, up to a limit; longer cells wrap.
/// </summary>
internal static class ScrubTable
{
    private static readonly (string Name, int MaxWidth)[] Columns =
        [("REPOSITORY", 32), ("TAG", 24), ("STATUS", 8), ("AFFECTED BLOB", 64), ("ERROR", int.MaxValue)];

    // STATUS and AFFECTED BLOB have fixed widths.
    private static readonly int[] MinWidths = [0, 0, 8, 64, 0];

    /// <summary>Writes the table.</summary>
    /// <returns><see langword="true"/> if any content is affected and not repaired.</returns>
    public static async Task<bool> WriteAsync(
        IAsyncEnumerable<ScrubResult> results, TextWriter output, CancellationToken cancellationToken)
    {
        var isAffected = false;
        List<string[]> rows = [[.. Columns.Select(static column => column.Name)]];
        await foreach (var result in results.WithCancellation(cancellationToken))
        {
            isAffected |= result is { IsOk: false, IsRepaired: false };
            rows.Add(
            [
                result.Repository.ToString(),
                result.Reference,
                result.Status,
                result.AffectedBlob is { } blob ? blob.Encoded.ToString() : "",
                result.Error ?? "",
            ]);
        }

        int[] widths =
        [
            .. Columns.Select((column, i) => Math.Clamp(rows.Max(row => row[i].Length), MinWidths[i], column.MaxWidth)),
        ];
        foreach (var row in rows)
        {
            foreach (var line in Lines(row, widths))
            {
                await output.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        }

        return isAffected;
    }

    private static IEnumerable<string> Lines(string[] row, int[] widths)
    {
        var height = row.Select((cell, i) => Math.Max(1, (cell.Length + widths[i] - 1) / Math.Max(1, widths[i]))).Max();
        for (var line = 0; line < height; line++)
        {
            yield return string.Join(' ', row.Select((cell, i) => Part(cell, line, widths[i]).PadRight(widths[i])))
                .TrimEnd();
        }
    }

    private static string Part(string cell, int line, int width) =>
        line * width >= cell.Length ? "" : cell.Substring(line * width, Math.Min(width, cell.Length - (line * width)));
}
